import assert from 'node:assert/strict';
import { heading, press, tick } from './actions.ts';
import { ask } from './bridge.ts';
import { changeOver, go, issueSwiftly, lookAtBoard, plugIn, pullOut, replaceAtScreens } from './rollout-acts.ts';
import * as cast from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';

/** What happens to tokens once people have them, while others still wait for theirs. */
const spare = cast.kept.at(-1) ?? '';

/** The person's place in the list, with what they hold. */
async function openPerson({ page }: Walk, name: string): Promise<void> {
  await go(page, 'People');
  await page.getByRole('searchbox', { name: 'Search people' }).fill(name);
  await page.getByRole('gridcell', { name, exact: true }).or(page.getByRole('rowheader', { name })).first().click();
  await page.getByRole('heading', { name, level: 2 }).waitFor();
}

/** Lost in two clicks; the new token takes its place. */
export async function loseAndReplace(walk: Walk): Promise<void> {
  const { page } = walk;
  await changeOver(walk, cast.jan);
  await openPerson(walk, cast.bjoern.name);
  await walk.look('a person');
  await press(page, /^Report lost: /);
  await heading(page, 'Is this token lost?').waitFor();
  await walk.look('a loss');
  await press(page, /^Report it lost/);
  await page.getByText('The server has it: no log-in with this token succeeds.').waitFor();
  await walk.look('a loss that is recorded');
  await press(page, /^Done/);
  await ask(page, 'sync/send-now');
  await openPerson(walk, cast.bjoern.name);
  await replaceAtScreens(walk, cast.bjoern, spare, 'another in its place');
}

/** Dagný's token is at home: a code for once, by a touch of the controller's own token. */
export async function temporaryCode(walk: Walk): Promise<void> {
  const { page } = walk;
  const own = walk.issued.get(cast.jan.username) ?? '';
  await openPerson(walk, cast.dagny.name);
  await press(page, 'Temporary code');
  await heading(page, `How do you know that it is ${cast.dagny.name}?`).waitFor();
  await walk.look('how one knows who calls');
  await tick(page, 'radio', 'I called them and know the voice');
  await press(page, /^Next/);
  await heading(page, 'Touch your own token').waitFor();
  await plugIn(page, own);
  await walk.look('the own token is touched');
  await ask(page, 'practice/touch', { slot: 1, serial: own });
  await heading(page, `Read this code to ${cast.dagny.name}`).waitFor();
  await walk.look('a temporary code');
  assert.match(await page.locator('output[data-told]').innerText(), /^\d{4} \d{4}$/);
  await press(page, 'It was read out');
  await pullOut(page, own);
}

/** Emre's token is worn: he gets another and leaves this one, which is written anew for the shelf. */
export async function returnAndWriteAnew(walk: Walk): Promise<void> {
  const { page } = walk;
  const worn = walk.issued.get(cast.emre.username) ?? '';
  await openPerson(walk, cast.emre.name);
  await plugIn(page, worn);
  await press(page, /^Withdraw: /);
  await tick(page, 'radio', 'Another reason');
  await press(page, /^Next/);
  await page.getByText('It is in the port: it stays at this desk.').waitFor();
  await walk.look('a token comes back');
  await press(page, /^Withdraw the token/);
  await page.getByText('The server has it: no log-in with this token succeeds.').waitFor();
  await press(page, /^Done/);
  await pullOut(page, worn);
  await ask(page, 'sync/send-now');
  await lookAtBoard(walk, 'board with a token to write anew', 'to be written anew');
  await go(page, 'Stock');
  await go(page, 'Reprogram');
  await page.getByRole('textbox', { name: 'How many are in the box' }).fill('1');
  await walk.look('a lane of one spare');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name: 'Insert the first token' }).waitFor();
  await plugIn(page, worn);
  await page.getByRole('heading', { level: 2, name: 'Touch the token' }).waitFor();
  await page.getByRole('textbox', { name: 'Code of the token' }).focus();
  await walk.look('a spare is touched');
  await ask(page, 'practice/touch', { slot: 1, serial: worn });
  await page.getByRole('row').filter({ hasText: worn }).getByText('New one alive').waitFor();
  await walk.look('a spare that is proven');
  await pullOut(page, worn);
  await ask(page, 'reprogram/finish');
  await ask(page, 'reprogram/close');
  await issueSwiftly(walk, cast.emre, worn);
}
