import type { Page } from 'playwright-core';
import type { Step } from '../../domain/ceremony.ts';

/** What a controller and a recipient do at the screen, found as they find it: by role and name. */
export const passphrase = 'four words nobody guesses';
export const pin = 'tulip-47';

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
/** Ticks what has a label to click on: the box itself is drawn, the real one hidden under it. */
export const tick = (page: Page, role: 'radio' | 'checkbox', name: string | RegExp) =>
  page.locator('label', { has: page.getByRole(role, { name }) }).click();
export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click();

/** First start: makes the vault, waits for the enrolment by the code that lies ready, says who is at the desk. */
export async function setUpDesk(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await page.getByRole('textbox', { name: 'The same passphrase again' }).fill(passphrase);
  await press(page, 'Make the vault');
  await heading(page, 'Who is at this desk?').waitFor({ timeout: 30_000 });
  await chooseController(page);
  await heading(page, 'Ready for the next person').waitFor();
}

async function chooseController(page: Page): Promise<void> {
  await tick(page, 'radio', 'anna');
  await press(page, 'Open the desk');
}

/** A later start: the passphrase again. */
export async function unlock(page: Page): Promise<void> {
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
  await press(page, /^These checks hold/);
  await page.getByRole('heading', { level: 1, name: /Plug in the token|Is this the token in your hand/ }).waitFor();
}

/** Plugs the emulated token in where the screen offers it. */
export async function plugIn(page: Page): Promise<void> {
  await press(page, /^(Use the emulated token|Plug in)$/);
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
export async function proveByTouch(page: Page): Promise<void> {
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
