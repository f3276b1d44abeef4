"""One study as open data: a package that archives read and anybody can check. No web, no database.

What is published is said with the classes of `describing`; then::

    content = writing.write(package)          # one zip, the same bytes for the same package
    report = reproducing.reproduce(path)      # every published number made again from it
    for line in telling.lines(words, report): …

Numbers that are to be published can be made with what will make them again::

    frame = tables.frame_of(package.answers)
    methods.computed(frame, "share", {"column": "gender", "codes": [2]})["low"]
"""
