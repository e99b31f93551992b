import type { Page } from 'playwright-core';
import type { Ceremony, Step } from '../../domain/ceremony.ts';
import { ask } from './bridge.ts';

/** What a controller and a recipient do at the screen, found as they find it: by role and name. */
export const passphrase = 'four words nobody guesses';
export const pin = 'tulip-47';

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
/** Ticks what has a label to click on: the box itself is drawn, the real one hidden under it. */
export const tick = (page: Page, role: 'radio' | 'checkbox', name: string | RegExp) =>
  page.locator('label', { has: page.getByRole(role, { name }) }).click();
export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();

/** Until a button does something when it is pressed: what it goes on from has come. */
const pressable = (page: Page, name: RegExp) =>
  page.getByRole('button', { name }).and(page.locator(':not([aria-disabled=true])')).waitFor();
/** Until a field has the focus: what is typed before goes elsewhere. */
export const fieldFocused = (page: Page) => page.locator('input:focus, textarea:focus').waitFor();
/** Until the place for codes has it: a token types where the focus is, and nobody touches it before. */
export const codeAwaited = (page: Page) => page.locator('input[data-code-field]:focus').waitFor();

/** To a place by its link, with the keyboard. While a dialog closes, a key may still be its own: then once more. */
export async function goByKeyboard(page: Page, place: string): Promise<void> {
  const link = page.getByRole('link', { name: place, exact: true });
  const there = page.locator('a[aria-current=page]', { hasText: place }).first();
  for (let tries = 0; ; tries += 1) {
    await link.press('Enter');
    try {
      return await there.waitFor({ timeout: tries < 5 ? 3_000 : 45_000 });
    } catch (error) {
      if (tries >= 5) throw error;
    }
  }
}

/** First start: makes the vault, waits for the enrolment by the code that lies ready, says who is at the desk. */
export async function setUpDesk(page: Page): Promise<void> {
  await makeVault(page);
  await signIn(page);
  await readGuidelines(page);
  await heading(page, 'Ready for the next person').waitFor();
}

/** Up to the question who is there, of a desk whose enrolment code lies ready. */
export async function makeVault(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await page.getByRole('textbox', { name: 'The same passphrase again' }).fill(passphrase);
  await press(page, 'Make the vault');
  await heading(page, 'Who is at this desk?').waitFor();
}

/** At the desk's own question: the one administrator who controls trust proves with a password; a lock keeps the name. */
export async function signIn(page: Page, password = 'anna has a long password'): Promise<void> {
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password);
  await press(page, /^(Open the desk|Go on)/);
}

/** The next one comes to the desk: a lock, another name, a password, and a touch of the own token for a person. */
export async function changeOver(page: Page, name: string, password?: string, touch?: () => Promise<unknown>) {
  await press(page, 'Lock');
  await press(page, 'Somebody else is here now');
  await heading(page, 'Who is at this desk?').waitFor();
  await page.getByRole('button', { name: /Trust controller/ }).click();
  await page.getByRole('option', { name }).click();
  if (touch === undefined) return signIn(page, password);
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(password ?? '');
  await page.getByRole('textbox', { name: 'Password', exact: true }).press('Enter');
  // A token types where the focus is, and nobody touches it before the field waits.
  await codeAwaited(page);
  await touch();
}

/** To the end of the text, by the keyboard. */
export async function readGuidelines(page: Page): Promise<void> {
  await heading(page, 'Read this before you issue').waitFor();
  await pressable(page, /^I have read it/);
  await page.getByRole('region', { name: 'Guidelines' }).press('End');
  await page.getByText('That was all of it.').waitFor();
  await page.keyboard.press('Enter');
}

/** A later start: the passphrase again, and who is there. */
export async function unlock(page: Page): Promise<void> {
  await openVault(page);
  await heading(page, /^(Who is at this desk\?|.* locked this desk)$/).waitFor();
  await signIn(page);
}

/** The passphrase alone, up to the question who is there. */
export async function openVault(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await press(page, 'Unlock');
}

export async function beginCeremony(page: Page): Promise<void> {
  await press(page, 'Issue a token');
  await heading(page, 'Who gets the token?').waitFor();
}

/** Chooses the person of that name; answers the name. */
export async function choosePerson(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Name or username' }).fill(name);
  await page.getByRole('option', { name }).first().click();
  await heading(page, `Is this ${name}?`).waitFor();
}

export async function answerChecks(page: Page): Promise<void> {
  await tick(page, 'checkbox', /face to face/);
  await tick(page, 'radio', /Document seen/);
  await tick(page, 'radio', 'Passport');
  // Somebody who has a token is asked what becomes of it; while that is looked up, nothing goes on.
  await pressable(page, /^These checks hold/);
  const further = page.getByRole('radio', { name: /keeps it and gets a further one/ });
  if ((await further.count()) > 0) await tick(page, 'radio', /keeps it and gets a further one/);
  await press(page, /^These checks hold/);
  await page
    .getByRole('heading', {
      level: 1,
      name: /^(Plug in the token|Is this the token in your hand\?|This token cannot be issued)$/,
    })
    .waitFor();
}

/** Plugs the emulated token in where the screen offers it. */
export async function plugIn(page: Page): Promise<void> {
  await press(page, /^(Use the emulated token|Use a practice token|Plug in)$/);
  await page.getByRole('button', { name: 'Pull out' }).waitFor();
}

export async function takeToken(page: Page): Promise<void> {
  await heading(page, 'Is this the token in your hand?').waitFor();
  await press(page, /^Use this token/);
  await heading(page, 'Write slot 1?').waitFor();
}

export async function writeSlot(page: Page): Promise<void> {
  await press(page, /^(Write slot 1|Write again)/);
}

/** Two touches: the token types into the field, nobody else. */
async function proveByTouch(page: Page): Promise<void> {
  await heading(page, 'Touch the token').waitFor();
  await press(page, 'Touch');
  await heading(page, 'Touch the token again').waitFor();
  await press(page, 'Touch');
}

export async function choosePin(page: Page, chosen = pin): Promise<void> {
  await heading(page, 'Choose a PIN').waitFor();
  await page.getByRole('textbox', { name: 'Your PIN' }).fill(chosen);
  await page.getByRole('textbox', { name: 'The same PIN again' }).fill(chosen);
  await press(page, /^Keep this PIN/);
}

export async function acknowledge(page: Page, name: string): Promise<void> {
  await heading(page, 'This token is yours now').waitFor();
  await page.getByRole('textbox', { name: 'Or type your name' }).fill(name);
  await press(page, /^I have my token/);
  await press(page, 'Screen is turned back');
}

export async function signOff(page: Page, name: string): Promise<void> {
  await heading(page, 'Sign off?').waitFor();
  await press(page, /^Sign off/);
  await heading(page, `${name} has the token`).waitFor();
}

/** The acts of a ceremony in order, each from the screen of its step to the screen of the next. */
export const acts: readonly { readonly step: Step; readonly act: (page: Page, name: string) => Promise<void> }[] = [
  { step: 'person', act: choosePerson },
  { step: 'checks', act: answerChecks },
  {
    step: 'token',
    act: async (page) => {
      await plugIn(page);
      await takeToken(page);
    },
  },
  { step: 'program', act: writeSlot },
  { step: 'prove', act: proveByTouch },
  { step: 'pin', act: (page) => choosePin(page) },
  { step: 'hand over', act: acknowledge },
  { step: 'done', act: signOff },
];

/** A whole ceremony, from the desk to the receipt. */
export async function issueTo(page: Page, name: string): Promise<void> {
  await beginCeremony(page);
  for (const { act } of acts) await act(page, name);
}

/** Brings an open ceremony to its receipt from wherever it stands, as the screens say. */
export async function finish(page: Page, name: string): Promise<void> {
  for (let moves = 0; moves < 30; moves += 1) {
    const now = await ask(page, 'ceremony/current');
    if (now === null || now.outcome !== undefined) return;
    if (now.confirmAgain) await press(page, new RegExp(`^Yes, it is ${name}`));
    else await actOn(page, now, name);
    await moved(page, now);
  }
  throw new Error('the ceremony does not end');
}

async function actOn(page: Page, now: Ceremony, name: string): Promise<void> {
  const isHere = (await ask(page, 'tokens/attached')).tokens.length > 0;
  switch (now.step) {
    case 'person':
      return choosePerson(page, name);
    case 'checks':
      return answerChecks(page);
    case 'token':
      if (!isHere) await plugIn(page);
      return takeToken(page);
    case 'program':
      if (!isHere) await plugIn(page);
      return writeSlot(page);
    case 'prove':
      if (!isHere) await plugIn(page);
      // The core may be a step ahead of the screen.
      await page.locator('input[data-code-field]').waitFor();
      return press(page, 'Touch');
    case 'pin':
      return choosePin(page);
    case 'hand over':
      return now.acknowledgement === undefined ? acknowledge(page, name) : signOff(page, name);
    case 'done':
      return undefined;
  }
}

/** Waits until the desk says that the act did what it is for, or why it did not. */
async function moved(page: Page, before: Ceremony): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const now = await ask(page, 'ceremony/current');
    if (now === null || marks(now) !== marks(before)) return;
    const isRefused = now.problem !== undefined && now.writing.phase !== 'writing';
    if (isRefused && JSON.stringify(now) !== JSON.stringify(before)) return;
    await page.waitForTimeout(30);
  }
  throw new Error(`nothing came of what was done at ${before.step}`);
}

/** What an act moves; a token coming and going moves none of it. */
function marks({ step, confirmAgain, codes, acknowledgement, outcome }: Ceremony): string {
  return JSON.stringify({ step, confirmAgain, codes, acknowledgement, outcome });
}

/** After a later start or an interruption: the passphrase if it is asked for, then back to the ceremony left open. */
export async function comeBack(page: Page, name: string): Promise<void> {
  await heading(page, 'Unlock Keydesk').waitFor();
  await unlock(page);
  await press(page, new RegExp(`^Go on with ${name}`));
}
