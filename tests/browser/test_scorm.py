"""A step in a learning platform of the tests' own: SCORM 1.2, from the package to the score."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from cnnviz.cli import main
from cnnviz.steps import STEPS
from course_site import Files, serving_files

STEP = 3
# What a platform does, and no more: it keeps what it is told until it is committed.
_PLATFORM = """<!doctype html><html lang="en"><title>A platform</title><body>
<script>
  const kept = JSON.parse(localStorage.getItem("kept") ?? "{}");
  window.said = [];
  let open = false;
  window.API = {
    LMSInitialize(empty) { open = true; said.push("initialize"); return "true"; },
    LMSGetValue(name) { return open ? kept[name] ?? "" : ""; },
    LMSSetValue(name, value) {
      if (!open || typeof value !== "string") throw new Error(`not open, or no text: ${name}`);
      kept[name] = value;
      said.push(`${name}=${value}`);
      return "true";
    },
    LMSCommit(empty) { localStorage.setItem("kept", JSON.stringify(kept)); return "true"; },
    LMSFinish(empty) { open = false; localStorage.setItem("finished", "yes"); return "true"; },
    LMSGetLastError: () => "0", LMSGetErrorString: () => "", LMSGetDiagnostic: () => "",
  };
</script>
<iframe width="900" height="560" src="PLACE"></iframe>"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("scorm") / "step.zip"
    assert main(["export", "--scorm", "--step", str(STEP), str(file)]) == 0
    return file


@pytest.fixture(scope="module")
def platform(package: Path) -> Iterator[tuple[Files, str]]:
    """The platform, which has unpacked the package and starts what its manifest names."""
    files: Files = {"/favicon.ico": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>")}
    with zipfile.ZipFile(package) as unpacked:
        for name in unpacked.namelist():
            kind = "text/xml" if name.endswith(".xml") else "text/html"
            files[f"/package/{name}"] = (kind, unpacked.read(name))
    with serving_files(files) as origin:
        yield files, origin


def start(page: Page, platform: tuple[Files, str], place: str = "") -> FrameLocator:
    files, origin = platform
    manifest = ET.fromstring(files["/package/imsmanifest.xml"][1])
    (page_of_it,) = (each for each in manifest.iter() if each.tag.endswith("}resource"))
    html = _PLATFORM.replace("PLACE", f"/package/{page_of_it.attrib['href']}{place}")
    files["/platform"] = ("text/html", html.encode())
    page.goto("about:blank")
    page.goto(f"{origin}/platform")
    frame = page.frame_locator("iframe")
    expect(frame.locator("#player")).to_have_attribute("data-stale", "false")
    return frame


def choices() -> list[tuple[str, int, str, str]]:
    """What the step asks to choose: scene, frame from 1, the right answer, another one."""
    found = []
    for spec in STEPS[STEP - 1].scenes:
        for k, frame in enumerate(spec.scene().frames, 1):
            question = frame.question
            if question and question.kind == "choice":
                right = next(each.text for each in question.options if not each.rule)
                other = next(each.text for each in question.options if each.rule)
                found.append((spec.name, k, right, other))
    return found


def answer(frame: FrameLocator, said: str) -> None:
    question = frame.get_by_role("group", name="Question")
    question.get_by_role("button", name=said).click()
    expect(question.locator("[aria-pressed=true]")).to_contain_text(said)


def kept(page: Page) -> dict[str, str]:
    held: dict[str, str] = json.loads(page.evaluate("localStorage.getItem('kept') ?? '{}'"))
    return held


def test_the_manifest_names_one_page_that_is_in_the_package(package: Path) -> None:
    with zipfile.ZipFile(package) as unpacked:
        names = unpacked.namelist()
        manifest = ET.fromstring(unpacked.read("imsmanifest.xml"))
    spaces = {
        "": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
        "adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    }
    assert manifest.findtext("metadata/schemaversion", namespaces=spaces) == "1.2"
    item = manifest.find("organizations/organization/item", spaces)
    assert item is not None
    assert item.findtext("title", namespaces=spaces) == STEPS[STEP - 1].text.title
    (resource,) = manifest.findall("resources/resource", spaces)
    assert resource.attrib["identifier"] == item.attrib["identifierref"]
    assert resource.attrib[f"{{{spaces['adlcp']}}}scormtype"] == "sco"
    listed = [each.attrib["href"] for each in resource.findall("file", spaces)]
    assert listed == [resource.attrib["href"]]
    assert sorted([*listed, "imsmanifest.xml"]) == sorted(names)


def test_a_score_is_written_at_each_answer_and_comes_back_the_next_time(
    context: BrowserContext, platform: tuple[Files, str]
) -> None:
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    (scene, at, right, other), *_ = choices()
    place = f"#step={STEP}&scene={scene}&frame={at}"
    frame = start(page, platform, place)
    assert page.evaluate("said") == ["initialize", "cmi.core.lesson_status=incomplete"]
    answer(frame, other)
    page.wait_for_function("said.includes('cmi.core.score.raw=0')")
    answer(frame, right)
    page.wait_for_function("said.some((each) => /score.raw=[1-9]/.test(each))")
    held = kept(page)
    assert 0 < int(held["cmi.core.score.raw"]) < 100
    assert held["cmi.core.lesson_status"] == "incomplete"
    assert len(held["cmi.suspend_data"].encode()) < 1000
    page.goto("about:blank")
    frame = start(page, platform, place)
    assert page.evaluate("localStorage.getItem('finished')") == "yes"
    assert re.fullmatch(r"\d{4}:\d\d:\d\d\.\d\d", kept(page)["cmi.core.session_time"])
    chosen = frame.get_by_role("group", name="Question").locator("[aria-pressed=true]")
    expect(chosen).to_contain_text(right)
    assert wrong == []


def test_all_scenes_of_the_step_play_without_a_platform_too(
    context: BrowserContext, platform: tuple[Files, str]
) -> None:
    _, origin = platform
    page = context.new_page()
    page.goto(f"{origin}/package/index.html")
    player = page.locator("#player")
    for spec in STEPS[STEP - 1].scenes:
        expect(player).to_have_attribute("data-scene", spec.name)
        expect(player).to_have_attribute("data-stale", "false")
        page.keyboard.press("PageDown")
