import about from './about.json' with { type: 'json' };
import acts from './acts.json' with { type: 'json' };
import administration from './administration.json' with { type: 'json' };
import desk from './desk.json' with { type: 'json' };
import failure from './failure.json' with { type: 'json' };
import guidelines from './guidelines.json' with { type: 'json' };
import nav from './nav.json' with { type: 'json' };
import practice from './practice.json' with { type: 'json' };
import records from './records.json' with { type: 'json' };
import setUp from './set-up.json' with { type: 'json' };
import signIn from './sign-in.json' with { type: 'json' };
import start from './start.json' with { type: 'json' };
import step from './step.json' with { type: 'json' };
import stray from './stray.json' with { type: 'json' };
import sync from './sync.json' with { type: 'json' };
import tokens from './tokens.json' with { type: 'json' };
import top from './top.json' with { type: 'json' };

/** What the window says until its first screen is there: the frame, the set-up, the desk, and every failure. */
export const firstTexts = {
  ...start,
  about,
  acts,
  administration,
  desk,
  failure: { ...start.failure, ...failure },
  guidelines,
  nav,
  practice,
  records,
  setUp,
  signIn,
  step,
  stray,
  sync,
  tokens,
  top,
};
