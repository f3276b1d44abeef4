// What html-validate holds our pages to: all that it recommends, with these exceptions.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Templates leave spaces at ends of lines; no reader meets them.
    "no-trailing-whitespace": "off",
    // A title names what people called their study, however long that is.
    "long-title": "off",
    // <search> is a landmark, and a page may have two of them that need names.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
    // Several boxes that are ticked are one answer.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    // Django writes `for` on labels around a box too; programs that listen to speech find it better so.
    "no-redundant-for": "off",
    // A table that is laid out as blocks on a telephone loses what it is in some browsers, unless it says so.
    "no-redundant-role": "off",
    // Boxes in which a table scrolls are regions, not parts of the text.
    "prefer-native-element": ["error", { exclude: ["region"] }],
  },
};
