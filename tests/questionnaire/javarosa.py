"""JavaRosa and ODK Validate, from the jar inside pyxform, as judges that nobody here wrote."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import pyxform

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
PROGRAM = Path(__file__).parent / "JavaRosaOracle.java"
needs_java = pytest.mark.skipif(
    shutil.which("java") is None or not JAR.exists(), reason="needs Java 17 and the jar of ODK Validate"
)


def validate(xform, folder):
    """Return what ODK Validate says of a form: nothing when it accepts it."""
    path = folder / "form.xml"
    path.write_text(xform, encoding="utf-8")
    done = subprocess.run(["java", "-jar", JAR, path], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return "" if done.returncode == 0 and "Xform is valid" in done.stdout else done.stdout + done.stderr


def ask(xform, responses, folder):
    """Return JavaRosa's judgement of each response: path → (relevant, required, valid, value).

    A response maps paths to texts without line breaks.
    """
    path = folder / "form.xml"
    path.write_text(xform, encoding="utf-8")
    lines = [[*(f"{name}\t{text}" for name, text in response.items()), ""] for response in responses]
    done = subprocess.run(  # noqa: S603
        ["java", "-Duser.language=en", "-cp", JAR, PROGRAM, path],  # noqa: S607
        input="\n".join(line for each in lines for line in each) + "\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TZ": "UTC", "JAVA_TOOL_OPTIONS": "-Duser.timezone=UTC"},
    )
    assert done.returncode == 0, done.stderr
    return [_judgement(block) for block in done.stdout.split("\n\n")[: len(responses)]]


def _judgement(block):
    found = {}
    for line in block.splitlines():
        path, relevant, required, valid, value = line.split("\t")
        found[path] = (relevant == "true", required == "true", valid == "true", value)
    return found
