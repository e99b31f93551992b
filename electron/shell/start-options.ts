import { join, resolve } from 'node:path';
import { app } from 'electron';
import type { AppState } from '../../domain/contract/ipc.ts';
import { buildFacts } from './build-facts.ts';

/** How this run was started. Everything but the folder of the user's data is fixed in a packaged app. */
export interface StartOptions {
  readonly userData: string;
  readonly emulator: AppState['emulator'];
  readonly enrolmentFile: string | undefined;
  readonly sqliteBinding: string | undefined;
  readonly emulatedTokenFile: string | undefined;
  readonly emulatedTokensFolder: string | undefined;
  readonly emulatedReportMs: number | undefined;
  readonly runtime: AppState['runtime'];
  readonly version: string;
}

export function readStartOptions(): StartOptions {
  const env: NodeJS.ProcessEnv = app.isPackaged ? {} : process.env;
  const wanted = app.commandLine.getSwitchValue('user-data-dir') || env.KEYDESK_DATA;
  const { electron = '', chrome = '', node = '' } = process.versions as Readonly<Record<string, string>>;
  return {
    userData: wanted ? resolve(wanted) : join(app.getPath('appData'), 'keydesk'),
    emulator: env.KEYDESK_EMULATOR === 'desk' ? 'desk' : 'practice',
    enrolmentFile: env.KEYDESK_ENROLMENT_FILE || undefined,
    sqliteBinding: env.KEYDESK_SQLITE_BINDING || undefined,
    emulatedTokenFile: env.KEYDESK_EMULATED_TOKEN || undefined,
    emulatedTokensFolder: env.KEYDESK_EMULATED_TOKENS ? resolve(env.KEYDESK_EMULATED_TOKENS) : undefined,
    emulatedReportMs: Number(env.KEYDESK_EMULATED_REPORT_MS) || undefined,
    runtime: { electron, chrome, node, substitute: major(electron) !== major(buildFacts.electron) },
    version: buildFacts.version,
  };
}

function major(version: string): string {
  return version.split('.')[0] ?? '';
}
