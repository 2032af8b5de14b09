"""What the hall needs: the screen stays awake, the pointer hides, sleep loses nothing."""

from __future__ import annotations

from chapter_page import ChapterPage

_LOCKS = """(() => {
  window.locks = [];
  const request = async () => {
    const lock = Object.assign(new EventTarget(), { held: true });
    lock.release = async () => {
      lock.held = false;
      lock.dispatchEvent(new Event("release"));
    };
    window.locks.push(lock);
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });
})()"""
_HELD = "expected => window.locks.filter((lock) => lock.held).length === expected"
_SEEN = """state => {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def awake(chapter_page: ChapterPage, locks: int) -> None:
    chapter_page.page.wait_for_function(_HELD, arg=locks)


def test_the_screen_stays_awake_while_a_scene_plays_and_no_longer(
    chapter_page: ChapterPage,
) -> None:
    chapter_page.page.add_init_script(_LOCKS)
    chapter_page.at(2, 2)
    chapter_page.press("k").until(status="playing")
    awake(chapter_page, 1)
    chapter_page.page.evaluate(
        "window.locks.at(-1).release()"
    )  # as the browser does to a hidden page
    chapter_page.page.evaluate(_SEEN, "hidden")
    awake(chapter_page, 0)
    chapter_page.page.evaluate(_SEEN, "visible")
    awake(chapter_page, 1)
    chapter_page.press("k").until(status="paused")
    awake(chapter_page, 0)


def test_the_screen_stays_awake_in_full_screen_while_one_talks(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script(_LOCKS)
    chapter_page.at_end(2, 1).press("f")
    awake(chapter_page, 1)
    chapter_page.press("f")
    awake(chapter_page, 0)


def test_a_resting_pointer_hides_and_comes_back_when_it_moves(chapter_page: ChapterPage) -> None:
    chapter_page.page.clock.install(time=0)
    chapter_page.at_end(2, 1).full_screen()
    # From here on time passes only when the test says so.
    chapter_page.page.clock.pause_at(3_600_000)
    cursor = "() => getComputedStyle(document.querySelector('cnn-stage canvas')).cursor"
    chapter_page.page.mouse.move(300, 300)
    assert chapter_page.page.evaluate(cursor) != "none"
    chapter_page.page.clock.run_for(3100)
    chapter_page.page.wait_for_function(f"{cursor} === 'none'")
    chapter_page.page.mouse.move(310, 300)
    chapter_page.page.wait_for_function(f"{cursor} !== 'none'")


def test_the_pointer_stays_visible_while_nothing_plays(chapter_page: ChapterPage) -> None:
    chapter_page.page.clock.install()
    chapter_page.at_end(2, 1)
    chapter_page.page.mouse.move(300, 300)
    chapter_page.page.clock.run_for(10_000)
    assert chapter_page.page.locator(".player.unattended").count() == 0


def test_a_computer_that_slept_goes_on_with_the_frame_it_was_in(chapter_page: ChapterPage) -> None:
    chapter_page.page.add_init_script("""(() => {
      window.slept = 0;
      const request = requestAnimationFrame;
      window.requestAnimationFrame = (tell) => request((now) => tell(now + window.slept));
    })()""")
    chapter_page.at(2, 2, 5).press("k").until(status="playing")
    frame = int(chapter_page.data("frame"))
    chapter_page.page.evaluate("window.slept = 3600 * 1000")
    chapter_page.page.evaluate(_SEEN, "visible")
    chapter_page.press("k").until(status="paused")
    assert int(chapter_page.data("frame")) - frame <= 2
    assert chapter_page.data("scene") == "digit"
