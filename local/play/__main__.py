"""Starts a small city afresh, plays the story, and ends every process: `python -m local.play [--sabotage N]`."""

from __future__ import annotations

import argparse
import shutil
import sys
from functools import partial
from pathlib import Path

from local import last_words
from local.city import City, end_on_sigterm
from local.city_file import ROOT
from local.play import answering, asking, proving, recording, releasing, sending, vaulting, watching
from local.play.reviewing import review
from local.play.telling import Step, tell
from local.play.world import World
from local.progress import Stopped

# What each sabotage does; the step of that number must notice it, and no other.
SABOTAGES = {
    1: "an insider makes a registration active in the table before any code came back",
    2: "a call is held up for two and a half seconds on its way",
    3: "the text of a request is queued a second time",
    4: "the page forgets what the store already holds, and sends it again",
    5: "somebody takes the legal hold off the sealed version",
    6: "somebody gives the strongest role the right to delete",
    7: "one custody line is changed before the record is verified",
    8: "the camera that nobody may see is allowed at the box before anybody looks",
    9: "another digest is put in the place of the box's before the clip is admitted",
    10: "the owner's switch is held up for six seconds on its way",
    11: "somebody goes on telling that the unplugged box is there",
    12: "one byte of the package changes on its way to the agency",
    13: "one byte of an item changes before the package is checked",
    14: "an insider opens a closed canvass and its request again in the table",
    15: "somebody keeps the address of a person who left",
    16: "an insider hides a review from its owner in the table",
    17: "an insider strikes the holds of an item in the table",
    18: "one custody line is changed before the auditor asks who touched the item",
}


def main() -> int:
    """0 when every step held, 1 when one did not, 2 for a sabotage that there is not."""
    parser = argparse.ArgumentParser(prog="make play", description="Play the story without hands.")
    parser.add_argument("--sabotage", type=int, default=0, metavar="N", help="play a small fault into step N")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "play.json")
    asked = parser.parse_args()
    if asked.sabotage and asked.sabotage not in SABOTAGES:
        print(f"There is no sabotage {asked.sabotage}: say 1 to {len(SABOTAGES)}.", file=sys.stderr)
        return 2
    end_on_sigterm()
    try:
        with City.start(path=ROOT / "build" / "play-city.json") as city:
            if asked.sabotage:
                print(f"\n  Sabotage of step {asked.sabotage}: {SABOTAGES[asked.sabotage]}.")
            held = tell(story(World(city, sabotage=asked.sabotage)), asked.out)
            if not held:
                shutil.copy(city["engine_log"], asked.out.with_suffix(".log"))  # what the engine saw
                print(f"\n  What the city told last of troubles:\n{last_words.of(city)}", file=sys.stderr)
    except (KeyboardInterrupt, Stopped) as why:
        print(f"\n{why or 'stopped'}", file=sys.stderr)
        return 1
    print(f"\n  {'Every step held.' if held else 'The story does not hold.'}  {asked.out.name} says what was seen.")
    return 0 if held else 1


def story(world: World) -> list[Step]:
    """The steps, in order."""
    told = [
        ("A resident signs up and confirms both channels", asking.sign_up),
        ("Dispatch sends a priority-1 call", asking.send_call),
        ("An analyst asks the neighborhood", asking.ask),
        ("The resident uploads a clip, is interrupted, resumes", sending.upload),
        ("The clip is sealed in the vault", sending.admitted),
        ("Nobody can take it out", proving.nobody_can_delete),
        ("The custody record holds, and names a changed line", proving.record_holds),
        ("An allowed camera plays live; the other does not exist", watching.live),
        ("The analyst records ten seconds", recording.record),
        ("The owner sees who looks, and switches the camera off", watching.switch_off),
        ("The box is unplugged", watching.unplug),
        ("Two people release the evidence to an agency", releasing.hand_over),
        ("The agency checks the package without us", releasing.verify),
        ("Neighbors answer without a name; the canvass closes early", answering.answers),
        ("The resident leaves the registry", answering.leave),
    ]
    steps = [Step(number, title, partial(play, world)) for number, (title, play) in enumerate(told, start=1)]
    # Played while the box is there, and numbered last: whatever names a step goes on naming the same one.
    looking_back = Step(
        len(steps) + 1, "The analyst reviews what was recorded, and takes nothing", partial(review, world)
    )
    last = [
        ("A hold stays until two people lift it", vaulting.hold),
        ("From an exhibit's digest to everybody who touched it", vaulting.trace),
    ]
    after = [Step(number, title, partial(play, world)) for number, (title, play) in enumerate(last, len(steps) + 2)]
    return [*steps[:9], looking_back, *steps[9:], *after]


if __name__ == "__main__":
    sys.exit(main())
