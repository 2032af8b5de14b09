"""What the hall needs: the screen stays awake, the pointer hides, sleep loses nothing."""

from __future__ import annotations

from filming import Film

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


def awake(film: Film, locks: int) -> None:
    film.page.wait_for_function(_HELD, arg=locks)


def test_the_screen_stays_awake_while_a_scene_plays_and_no_longer(film: Film) -> None:
    film.page.add_init_script(_LOCKS)
    film.at(2, 2)
    film.press("k").until(status="playing")
    awake(film, 1)
    film.page.evaluate("window.locks.at(-1).release()")  # as the browser does to a hidden page
    film.page.evaluate(_SEEN, "hidden")
    awake(film, 0)
    film.page.evaluate(_SEEN, "visible")
    awake(film, 1)
    film.press("k").until(status="paused")
    awake(film, 0)


def test_the_screen_stays_awake_in_full_screen_while_one_talks(film: Film) -> None:
    film.page.add_init_script(_LOCKS)
    film.at_end(2, 1).press("f")
    awake(film, 1)
    film.press("f")
    awake(film, 0)


def test_a_resting_pointer_hides_and_comes_back_when_it_moves(film: Film) -> None:
    film.page.clock.install(time=0)
    film.at_end(2, 1).press("f")
    film.page.wait_for_function("() => document.fullscreenElement !== null")
    # From here on time passes only when the test says so.
    film.page.clock.pause_at(3_600_000)
    cursor = "() => getComputedStyle(document.querySelector('cnn-stage canvas')).cursor"
    film.page.mouse.move(300, 300)
    assert film.page.evaluate(cursor) != "none"
    film.page.clock.run_for(3100)
    film.page.wait_for_function(f"{cursor} === 'none'")
    film.page.mouse.move(310, 300)
    film.page.wait_for_function(f"{cursor} !== 'none'")


def test_the_pointer_stays_visible_while_nothing_plays(film: Film) -> None:
    film.page.clock.install()
    film.at_end(2, 1)
    film.page.mouse.move(300, 300)
    film.page.clock.run_for(10_000)
    assert film.page.locator(".player.unattended").count() == 0


def test_a_computer_that_slept_goes_on_with_the_frame_it_was_in(film: Film) -> None:
    film.page.add_init_script("""(() => {
      window.slept = 0;
      const request = requestAnimationFrame;
      window.requestAnimationFrame = (tell) => request((now) => tell(now + window.slept));
    })()""")
    film.at(2, 2, 5).press("k").until(status="playing")
    frame = int(film.data("frame"))
    film.page.evaluate("window.slept = 3600 * 1000")
    film.page.evaluate(_SEEN, "visible")
    film.press("k").until(status="paused")
    assert int(film.data("frame")) - frame <= 2
    assert film.data("scene") == "digit"
