import { press } from './actions.ts';
import { ask } from './bridge.ts';
import { changeOver, go, lookAtBoard, pullOut, toBoard } from './rollout-acts.ts';
import * as cast from './rollout-cast.ts';
import type { Walk } from './rollout-house.ts';

/** Where the tokens are: received, sent to the second office, unpacked there. */
const title = ({ page }: Walk, name: string) => page.getByRole('heading', { level: 2, name });

/** One token after the other is plugged in; each is heard by itself. */
async function touchEach({ page }: Walk, serials: readonly string[], count: string): Promise<void> {
  for (const serial of serials) {
    await ask(page, 'practice/plug-in', { serial });
    await page.locator('.stock-heard', { hasText: serial }).waitFor();
    await pullOut(page, serial);
  }
  await page.locator('.stock-count').getByText(count, { exact: true }).waitFor();
}

async function choose({ page }: Walk, label: RegExp, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

export async function receive(walk: Walk): Promise<void> {
  const { page } = walk;
  await ask(page, 'sync/send-now');
  await toBoard(walk);
  await press(page, 'Receive tokens');
  await choose(walk, /Office$/, 'Bern');
  await walk.look('an order is received');
  await press(page, /^Receive an order/);
  await title(walk, 'Receive at Bern').waitFor();
  await page.getByRole('textbox', { name: 'Order number' }).fill('Haplo 2026-11');
  await touchEach(walk, cast.serials, '24');
  await walk.look('tokens plugged in one after the other');
  await press(page, 'Put them on the shelf');
  await title(walk, '24 tokens are on the shelf of Bern').waitFor();
  await walk.look('an order on the shelf');
  await page.getByRole('link', { name: 'To the shelf' }).click();
  await choose(walk, /Office$/, 'Bern');
  await page.getByText('24 rows').waitFor();
  await walk.look('the shelf');
  await lookAtBoard(walk, 'board with tokens', 'Enough for everybody who waits, and 24 spares.');
}

async function toShipments({ page }: Walk): Promise<void> {
  await go(page, 'Stock');
  await page
    .getByRole('navigation', { name: 'Parts of stock' })
    .getByRole('link', { name: 'Shipments', exact: true })
    .click();
}

export async function ship(walk: Walk): Promise<void> {
  const { page } = walk;
  await toShipments(walk);
  await choose(walk, /From$/, 'Bern');
  await press(page, 'Pack a box');
  await title(walk, 'Pack for Basel').waitFor();
  await touchEach(walk, cast.shipped, '10');
  await walk.look('a box is packed by touch');
  await press(page, 'Send to Basel');
  await title(walk, '10 tokens are on their way to Basel').waitFor();
  await page.getByRole('link', { name: 'Print the manifest' }).click();
  await page.locator('.manifest-sheet .qr').first().waitFor();
  await walk.look('the manifest');
  await toShipments(walk);
  await page.getByRole('row', { name: /Bern to Basel/ }).waitFor();
  await walk.look('a shipment on its way');
}

/** The controller of the second office signs in at the desk there, and unpacks the box. */
export async function receiveBox(walk: Walk): Promise<void> {
  const there = await walk.basel();
  const { page } = there;
  await there.look('the desk of the second office');
  await changeOver(there, cast.ines);
  await toShipments(there);
  await page.getByRole('row', { name: /Bern to Basel/ }).press('Enter');
  await press(page, 'Unpack it');
  await title(there, 'Unpack what came from Bern').waitFor();
  await touchEach(there, cast.shipped, '10 of 10');
  await there.look('a box is unpacked by touch');
  await press(page, 'Compare');
  await title(there, 'Everything on the manifest is here').waitFor();
  await there.look('a box that is complete');
  await press(page, 'Record what arrived');
  await title(there, '10 tokens have arrived at Basel').waitFor();
  await there.look('a box that has arrived');
  await page.getByRole('link', { name: 'Print the shelf label' }).click();
  await page.locator('.sheet').first().waitFor();
  await there.look('a shelf label');
}
