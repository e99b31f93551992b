import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createElement, type ReactElement } from 'react';
import { electronRuntime } from '../../build/electron-runtime.ts';
import { root } from '../../build/root.ts';
import { openScreen } from '../../build/screen.ts';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import { askedPage, giveExactSize } from '../../electron/shell/exact-page-size.ts';
import { Sheets } from '../../renderer/paper/sheet.tsx';
import { draw, untranslated } from '../renderer/draw.ts';

export interface PaperJob {
  readonly name: string;
  readonly sheet: ReactElement;
  readonly size: PaperSize;
  readonly language: 'en' | 'de';
  /** How large the window's own things are; paper must not care. */
  readonly zoom?: number;
}

const styles = [
  ...['theme/tokens.css', 'theme/base.css', 'theme/controls.css', 'controls/token-drawing.css'],
  ...[
    'paper/paper.css',
    'paper/sheet.css',
    'paper/receipt.css',
    'paper/manifest.css',
    'paper/label.css',
    'paper/letter.css',
  ],
].map(sheetText);

/** A sheet with those it imports in their places. */
function sheetText(file: string): string {
  const text = readFileSync(`${root}/renderer/${file}`, 'utf8');
  return text.replace(/@import "\.\.\/(.+)";/g, (_, imported: string) => sheetText(imported));
}

const run = promisify(execFile);

/** Each sheet as the desk would save it, in a folder of their own: `NAME.pdf`. */
export async function printToFolder(jobs: readonly PaperJob[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-paper-'));
  for (const { name, sheet, size, language } of jobs) {
    // biome-ignore lint/correctness/noChildrenProp: the type wants its child among the properties
    const markup = await draw(createElement(Sheets, { size, language, scale: 0.7, children: sheet }), language);
    const missing = untranslated(markup);
    if (missing.length > 0) throw new Error(`${name}: ${missing.join(' ')}`);
    const page = `<!doctype html><html><meta charset="utf-8"><style>${styles.join('\n')}</style>
      <body><div id="root"><nav>beside</nav><main class="screen"><section class="paper-preview">${markup}</section></main></div></body></html>`;
    writeFileSync(join(folder, `${name}.html`), page);
  }
  writeFileSync(
    join(folder, 'jobs.json'),
    JSON.stringify(jobs.map(({ name, size, zoom = 1 }) => ({ name, page: askedPage(size), zoom }))),
  );
  const runtime = await electronRuntime();
  const screen = await openScreen();
  await run(
    runtime.executable,
    [...runtime.switches, ...screen.switches, `--user-data-dir=${folder}/data`, join(import.meta.dirname, 'paper-app')],
    {
      env: { ...process.env, ...runtime.environment, ...screen.environment, KEYDESK_CHECK_FOLDER: folder },
      timeout: 200_000,
    },
  );
  screen.close();
  for (const { name, size } of jobs) {
    const pdf = readFileSync(join(folder, `${name}.pdf`));
    giveExactSize(pdf, size);
    writeFileSync(join(folder, `${name}.pdf`), pdf);
  }
  return folder;
}
