import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { ask } from './bridge.ts';

/** Where pictures go, when somebody wants to look at the screens of the tests. */
const shots = process.env.KEYDESK_SHOTS;

/**
 * Whatever axe finds on a screen, in light and in dark, is a fault. With KEYDESK_SHOTS the screen is kept as a picture in
 * both, in German, and in German in a small window.
 */
export async function lookAt(page: Page, screen: string): Promise<void> {
  const found: string[] = [];
  for (const theme of ['light', 'dark'] as const) {
    await ask(page, 'app/set-settings', { theme });
    await page.locator(`html[data-theme=${theme}]`).waitFor();
    await drawn(page);
    await shoot(page, `${screen}-${theme}`);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, nodes } of violations) found.push(`${theme}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  }
  if (shots !== undefined) await inGerman(page, screen);
  expect(found, screen).toEqual([]);
}

/** Until the page stands still: what was asked is there, each movement at its end, and all of it drawn. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    const moving = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(moving.map((one) => one.finished.catch(() => {})));
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

async function inGerman(page: Page, screen: string): Promise<void> {
  const size = page.viewportSize();
  await ask(page, 'app/set-settings', { language: 'de', theme: 'light' });
  await drawn(page);
  await shoot(page, `${screen}-de`);
  await page.setViewportSize({ width: 800, height: 600 });
  await drawn(page);
  await shoot(page, `${screen}-de-small`);
  await page.setViewportSize(size ?? { width: 1280, height: 800 });
  await ask(page, 'app/set-settings', { language: 'en' });
  await drawn(page);
}

async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png` });
}
