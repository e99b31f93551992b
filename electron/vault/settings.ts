import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Settings } from '../../domain/contract/ipc.ts';
import { paperChoice } from '../../domain/contract/paper.ts';
import { paperAtFirst } from '../../domain/paper/paper-size.ts';
import { vaultFailure } from './failures.ts';

/** What the desk looks and sounds like. Not secret, and wanted before the vault is open: a file of its own. */
const settings = z.object({
  language: z.enum(['en', 'de']).catch('en'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  sound: z.boolean().catch(false),
  controller: z.string().max(200).catch(''),
  paper: paperChoice.catch(paperAtFirst),
});

function file(directory: string): string {
  return join(directory, 'settings.json');
}

/** The settings; what is missing or unreadable is as at first. */
export function readSettings(directory: string): Settings {
  try {
    return settings.parse(JSON.parse(readFileSync(file(directory), 'utf8')));
  } catch {
    return settings.parse({});
  }
}

/** Writes them beside the old ones and puts them in place: a crash leaves one or the other. */
export function saveSettings(directory: string, wanted: Settings): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeFileSync(`${file(directory)}.new`, `${JSON.stringify(wanted, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${file(directory)}.new`, file(directory));
  } catch (error) {
    throw vaultFailure(error);
  }
}
