import type { Page } from 'playwright-core';
import {
  acknowledge,
  answerChecks,
  choosePin,
  codeAwaited,
  heading,
  pin,
  press,
  readGuidelines,
  signOff,
  tick,
} from './actions.ts';
import { ask } from './bridge.ts';
import { type OfficeId, type Player, passwordOf } from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';

/** What is done again and again on the walk, at the screens or, where it was seen often enough, through the bridge. */
export const go = (page: Page, place: string) => page.getByRole('link', { name: place, exact: true }).first().click();

export async function toBoard({ page }: Walk): Promise<void> {
  await go(page, 'Roll-out');
  await heading(page, 'Bringing tokens in').waitFor();
}

/** The board as it stands once the desk has heard the news. */
export async function lookAtBoard(walk: Walk, name: string, number: string | RegExp): Promise<void> {
  await ask(walk.page, 'sync/send-now');
  await toBoard(walk);
  await walk.page.getByText(number, { exact: true }).first().waitFor();
  await walk.look(name);
  await walk.page.locator('.rollout').evaluate((board) => board.scrollTo(0, board.scrollHeight));
  await walk.look(`${name}, below`);
}

/** Finds somebody among everybody on the server, in a dialog that asks for a person. */
export async function pick(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search everybody' }).fill(name);
  await page.getByRole('radio', { name }).press('Space');
}

/** The desk stands in that office from now on: its controllers work at it. */
export async function standIn({ house, page }: Walk, office: OfficeId): Promise<void> {
  house.server.setOffice((await ask(page, 'app/state')).station?.id ?? '', office);
}

/** A token in the port, known to the desk. */
export async function plugIn(page: Page, serial: string): Promise<string> {
  const { presence } = await ask(page, 'practice/plug-in', { serial });
  await until(async () => (await ask(page, 'tokens/attached')).tokens.some(({ token }) => token.presence === presence));
  return presence;
}

export const pullOut = (page: Page, serial: string) => ask(page, 'practice/pull-out', { serial });

export async function until(is: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await is())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** The one at the desk leaves it, the next proves with password and own token. */
export async function changeOver(walk: Walk, to: Player, look?: string): Promise<void> {
  const { page } = walk;
  const serial = walk.issued.get(to.username) ?? '';
  if ((await ask(page, 'app/state')).atDesk.state === 'in') await ask(page, 'controllers/sign-out');
  await heading(page, 'Who is at this desk?').waitFor();
  const chooser = page.getByRole('button', { name: /Trust controller/ });
  // Whoever was here last is named already.
  if (!(await chooser.innerText()).includes(to.username)) {
    await chooser.click();
    await page.getByRole('option', { name: `${to.username}@office` }).click();
    // The choice leads to the password by itself; once something stands there, the focus is left alone.
    await page.locator('input[autocomplete=current-password]:focus').waitFor();
  }
  await page.getByLabel('Password', { exact: true }).fill(passwordOf(to));
  const code = page.getByLabel('Code of your own token');
  await ask(page, 'practice/plug-in', { serial });
  if (look !== undefined) await walk.look(look);
  await code.focus();
  await ask(page, 'practice/touch', { slot: 1, serial });
  await until(async () => (await ask(page, 'app/state')).atDesk.state === 'in');
  await pullOut(page, serial);
  if (!(await ask(page, 'app/state')).atDesk.guidelines.read) {
    if (look !== undefined) await walk.look(`${look}-guidelines`);
    await readGuidelines(page);
  }
  // Whoever comes back goes on where they were.
  await go(page, 'Desk');
  await heading(page, 'Ready for the next person').waitFor();
}

/** A whole ceremony at the screens. */
export async function issueAtScreens(walk: Walk, person: Player, serial: string, look?: string): Promise<void> {
  const { page } = walk;
  const seen = async (name: string) => {
    if (look !== undefined) await walk.look(`${look}-${name}`);
  };
  await go(page, 'Desk');
  await press(page, /^Issue a token/);
  await heading(page, 'Who gets the token?').waitFor();
  await seen('1-person');
  await page.getByRole('searchbox', { name: 'Name or username' }).fill(person.username);
  await page.getByRole('option', { name: person.name }).first().click();
  await fromChecks(walk, person, serial, seen);
}

/** The same, with whoever the desk offers as the next of the queue. */
export async function issueToNext(walk: Walk, person: Player, serial: string): Promise<void> {
  await go(walk.page, 'Desk');
  await press(walk.page, new RegExp(`^Next: ${person.name} `));
  await fromChecks(walk, person, serial, async () => {});
}

/** From their page, in the place of a token they have lost. */
export async function replaceAtScreens(walk: Walk, person: Player, serial: string, look: string): Promise<void> {
  const { page } = walk;
  await press(page, /^Issue a token to /);
  await fromChecks(
    walk,
    person,
    serial,
    (name) => walk.look(`${look}-${name}`),
    /was lost: the new one takes its place/,
  );
}

async function fromChecks(
  walk: Walk,
  person: Player,
  serial: string,
  seen: (name: string) => Promise<void>,
  first?: RegExp,
): Promise<void> {
  const { page } = walk;
  await heading(page, `Is this ${person.name}?`).waitFor();
  if (first !== undefined) await tick(page, 'radio', first);
  await seen('2-checks');
  await answerChecks(page);
  await plugIn(page, serial);
  await heading(page, 'Is this the token in your hand?').waitFor();
  await seen('3-token');
  await press(page, /^Use this token/);
  await heading(page, 'Write slot 1?').waitFor();
  await seen('4-write');
  await press(page, 'Write slot 1');
  await touchTwice(page, serial, () => seen('5-prove'));
  await heading(page, 'Choose a PIN').waitFor();
  await seen('6-pin');
  await choosePin(page);
  await heading(page, 'This token is yours now').waitFor();
  await seen('7-hand-over');
  await acknowledge(page, person.name);
  await heading(page, 'Sign off?').waitFor();
  await seen('8-sign-off');
  await signOff(page, person.name);
  await seen('9-done');
  await toDesk(walk, person, serial);
}

export async function touchTwice(page: Page, serial: string, seen: () => Promise<void>): Promise<void> {
  await heading(page, 'Touch the token').waitFor();
  await seen();
  await codeAwaited(page);
  await ask(page, 'practice/touch', { slot: 1, serial });
  await heading(page, 'Touch the token again').waitFor();
  await codeAwaited(page);
  await ask(page, 'practice/touch', { slot: 1, serial });
}

/** Back to the desk, the token in the person's pocket. */
export async function toDesk(walk: Walk, person: Player, serial: string): Promise<void> {
  const { page } = walk;
  await press(page, 'Back to the desk');
  await pullOut(page, serial);
  walk.issued.set(person.username, serial);
}

/** The same ceremony, asked step by step; only the touches go through the window, as real ones do. */
export async function issueSwiftly(walk: Walk, person: Player, serial: string): Promise<void> {
  await beginSwiftly(walk, person, serial);
  await touchTwice(walk.page, serial, async () => {});
  await finishSwiftly(walk, person);
  await toDesk(walk, person, serial);
}

/** Up to the first touch. */
export async function beginSwiftly({ page }: Walk, person: Player, serial: string): Promise<void> {
  await go(page, 'Desk');
  await press(page, /^Issue a token/);
  await heading(page, 'Who gets the token?').waitFor();
  await ask(page, 'ceremony/choose-holder', { realm: 'office', username: person.username });
  await ask(page, 'ceremony/answer-checks', {
    presence: true,
    proof: 'known to me',
  });
  const presence = await plugIn(page, serial);
  await ask(page, 'ceremony/take-token', { presence, slot: 1, type: 'hotp', digits: 6 });
  await ask(page, 'ceremony/write', {});
}

/** From the proof to the record. */
export async function finishSwiftly({ page }: Walk, person: Player): Promise<void> {
  await heading(page, 'Choose a PIN').waitFor();
  await setPin(page);
  await ask(page, 'ceremony/acknowledge', { kind: 'typed name', name: person.name, language: 'en' });
  await ask(page, 'ceremony/sign-off');
  await heading(page, `${person.name} has the token`).waitFor();
}

/** Bytes do not come through the bridge of the tests: they are made on its other side. */
async function setPin(page: Page): Promise<void> {
  await page.evaluate(async (chosen) => {
    const bytes = () => new TextEncoder().encode(chosen);
    await window.keydesk.invoke('ceremony/set-pin', { pin: bytes(), again: bytes() });
  }, pin);
}
