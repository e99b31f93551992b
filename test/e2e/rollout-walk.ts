import { press, readGuidelines, setUpDesk } from './actions.ts';
import { ask } from './bridge.ts';
import {
  changeOver,
  go,
  issueAtScreens,
  issueSwiftly,
  issueToNext,
  lookAtBoard,
  pick,
  standIn,
  toBoard,
} from './rollout-acts.ts';
import { loseAndReplace, returnAndWriteAnew, temporaryCode } from './rollout-after.ts';
import * as cast from './rollout-cast.ts';
import { bundle, enforce, lastToken, tooEarly } from './rollout-enforce.ts';
import type { Walk } from './rollout-house.ts';
import { logIn } from './rollout-log-in.ts';
import { inBasel } from './rollout-second-desk.ts';
import { receive, receiveBox, ship } from './rollout-stock.ts';

/** The walk through bringing tokens in, from ordering them to requiring them, act by act. */
export interface Act {
  readonly name: string;
  readonly run: (walk: Walk) => Promise<void>;
}

const contact = 'Ask Hana or Jan in Bern (12 34), Inés in Basel (56 78).';
const guidelines = [
  'Look at the face before you look at the screen. Somebody you do not know shows a document with a picture.',
  'Hand the token over yourself. An issued token is never sent: send one that nobody has to the controller there.',
  'Say: on your key ring, at once. Nothing is written on it. No code is read out to anybody who calls.',
].join('\n\n');

export const walkThrough: readonly Act[] = [
  { name: 'an administrator opens the desk, and the board says what to begin with', run: begin },
  { name: 'offices are made, and a group that may control trust', run: officesAndGroups },
  { name: 'three controllers are named, two in the one office and one in the other', run: nameControllers },
  { name: 'people are told whom to ask, and controllers what to keep to', run: texts },
  { name: 'twenty-four tokens are received by plugging them in', run: receive },
  { name: 'ten of them are sent to the second office', run: ship },
  { name: 'everybody is queued for a token', run: queue },
  { name: 'the administrator issues the controllers their first tokens', run: firstTokens },
  {
    name: 'a controller signs in with password and token, reads the guidelines and issues in the own office',
    run: inBern,
  },
  { name: 'the second office has a desk of its own: its controller receives the box by touch', run: receiveBox },
  { name: 'they issue there, once while the server is away, and that record is sent later', run: inBasel },
  { name: 'a token is lost, and another takes its place', run: loseAndReplace },
  { name: 'a controller gives a temporary code by the own token', run: temporaryCode },
  { name: 'a token comes back, is written anew and issued again', run: returnAndWriteAnew },
  { name: 'requiring tokens before everybody has one names whom that locks out', run: tooEarly },
  { name: 'the last one gets a token', run: lastToken },
  { name: 'tokens are required, and all five stages are done', run: enforce },
  { name: 'whoever has a token logs in, whoever has none is told whom to ask', run: logIn },
  { name: 'the trail of all of it holds', run: bundle },
];

async function begin(walk: Walk): Promise<void> {
  const { page } = walk;
  await setUpDesk(page);
  await toBoard(walk);
  await page.getByText('No token is known yet.').waitFor();
  await walk.look('board at the beginning');
}

async function officesAndGroups(walk: Walk): Promise<void> {
  const { page } = walk;
  await press(page, 'Name controllers');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('anna');
  await page.getByLabel('Password', { exact: true }).fill('anna has a long password');
  await walk.look('administrator signs in');
  await page.keyboard.press('Enter');
  await page.getByText('Make the first one, then name who controls trust there.').waitFor();
  await walk.look('no office yet');
  for (const { name } of cast.offices) {
    await press(page, 'New office');
    await page.getByRole('textbox', { name: 'Office', exact: true }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, exact: true }).waitFor();
  }
  await walk.look('two offices');
  await go(page, 'Groups');
  await press(page, 'New group');
  await page.getByRole('textbox', { name: 'Group', exact: true }).fill('Trust controllers');
  for (const permission of ['Control trust', 'Handle stock']) {
    await page
      .getByRole('radiogroup', { name: permission, exact: true })
      .getByRole('radio', { name: 'Allow' })
      .press('Space');
  }
  await walk.look('a group that may control trust');
  await press(page, 'Save the group');
  await page.getByRole('heading', { name: 'Trust controllers' }).waitFor();
  await press(page, 'Add somebody');
  for (const { name } of cast.controllers) {
    await pick(page, name);
    await press(page, 'Add this person');
    await page.getByText(`${name} is in the group.`).waitFor();
  }
  await press(page, 'Close');
  await page.getByRole('button', { name: `Take out ${cast.ines.name}` }).waitFor();
  await walk.look('the group with its members');
}

async function nameControllers(walk: Walk): Promise<void> {
  const { page } = walk;
  await go(page, 'Offices');
  for (const { id, name } of cast.offices) {
    await page.getByRole('row', { name }).click();
    await page.getByRole('heading', { name, exact: true }).waitFor();
    for (const controller of cast.controllers.filter(({ office }) => office === id)) {
      await press(page, 'Appoint somebody');
      await pick(page, controller.name);
      await press(page, 'Appoint');
      await page.getByRole('button', { name: `End it for ${controller.name}` }).waitFor();
    }
  }
  await walk.look('who controls trust where');
  await lookAtBoard(walk, 'board with controllers', 'Each of 2 offices has a controller.');
}

async function texts(walk: Walk): Promise<void> {
  const { page } = walk;
  await press(page, 'Write the text');
  await page.getByRole('textbox', { name: 'Whom to ask for a token' }).fill(contact);
  await press(page, 'Save the text');
  await page.getByText('Saved. The sign-in page shows it now.').last().waitFor();
  await walk.look('whom to ask');
  await go(page, 'Guidelines');
  await press(page, 'Write a new version');
  await page.getByRole('textbox', { name: 'The new text' }).fill(guidelines);
  await press(page, /^Publish version/);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish version/ })
    .click();
  await page.getByText('Say: on your key ring, at once.').waitFor();
  await walk.look('guidelines');
}

async function queue(walk: Walk): Promise<void> {
  const { page } = walk;
  await toBoard(walk);
  await press(page, 'Say who gets one');
  await page.getByRole('row', { name: 'Everyone' }).click();
  await press(page, 'Queue everybody without a token');
  await page.getByText('20 people are in the queue now.').waitFor();
  await walk.look('everybody queued');
  await go(page, 'Queue');
  await page.getByRole('row', { name: cast.amara.name }).waitFor();
  await walk.look('the queue');
  await lookAtBoard(walk, 'board with a queue', '0 of 20');
}

async function firstTokens(walk: Walk): Promise<void> {
  const [first, ...others] = cast.controllers;
  if (first === undefined) throw new Error('there are controllers');
  // The text has changed since the administrator opened the desk.
  await go(walk.page, 'Desk');
  await walk.look('guidelines are read again');
  await readGuidelines(walk.page);
  await issueAtScreens(walk, first, cast.kept[0] ?? '', 'issue to a controller');
  for (const [index, person] of others.entries()) await issueSwiftly(walk, person, cast.kept[index + 1] ?? '');
  await ask(walk.page, 'administration/sign-out');
}

async function inBern(walk: Walk): Promise<void> {
  const { page } = walk;
  await standIn(walk, 'bern');
  await changeOver(walk, cast.hana, 'a controller signs in');
  await ask(page, 'sync/send-now');
  await walk.look('desk of a controller');
  await lookAtBoard(walk, 'board as a controller sees it', '3 of 20');
  // The first of the queue has not come: the next is offered.
  await press(page, `${cast.amara.name} is not here: put them behind the others`);
  await page
    .getByRole('button', { name: `Issue to ${cast.bjoern.name}` })
    .first()
    .waitFor();
  const people = cast.everybody.filter(({ office, username }) => office === 'bern' && !walk.issued.has(username));
  for (const [index, person] of people.entries()) {
    const serial = cast.kept[index + 3] ?? '';
    if (index === 0) await issueAtScreens(walk, person, serial);
    else if (index === 1) await issueToNext(walk, person, serial);
    else await issueSwiftly(walk, person, serial);
  }
  await lookAtBoard(walk, 'board with the first office done', '13 of 20');
}
