"""Where the libraries are asked: the judge of answers, exports, codes and keys."""
