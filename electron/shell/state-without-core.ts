import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppState } from '../../domain/contract/ipc.ts';
import { paperAtFirst } from '../../domain/paper/paper-size.ts';
import type { CoreState } from './core-process.ts';
import type { StartOptions } from './start-options.ts';

/**
 * What the window is told while the core is not there to say it: why it does not start, or, since a passphrase is asked
 * for in any case and takes its time to type, whether one is to be chosen or entered.
 */
export function stateWithoutCore(
  options: Pick<StartOptions, 'version' | 'runtime' | 'emulator' | 'userData'>,
  keystore: AppState['keystore'],
  core: CoreState,
): AppState {
  const directory = join(options.userData, 'desk');
  return {
    phase: phaseWithoutCore(directory, keystore, core),
    failure: core.kind === 'ready' ? null : core.failure,
    keystore,
    version: options.version,
    runtime: options.runtime,
    station: null,
    emulator: options.emulator,
    settings: looksOf(directory),
    atDesk: nobodyYet,
  };
}

function phaseWithoutCore(directory: string, keystore: AppState['keystore'], core: CoreState): AppState['phase'] {
  if (core.kind === 'lost') return 'failed';
  if (keystore === 'operating system' || core.kind !== 'starting' || core.failure !== null) return 'starting';
  return existsSync(join(directory, 'vault.sqlite')) ? 'locked' : 'new';
}

/** The language the system draws its own fields in, such as a date's: the one chosen when the app was last open. */
export function languageAtStart({ userData }: Pick<StartOptions, 'userData'>): 'de' | 'en-GB' {
  return looksOf(join(userData, 'desk')).language === 'de' ? 'de' : 'en-GB';
}

/** Language and theme as the core will tell them, so that the screen does not change under the person's eyes. */
function looksOf(directory: string): AppState['settings'] {
  let saved: Partial<Record<keyof AppState['settings'], unknown>> = {};
  try {
    saved = JSON.parse(readFileSync(join(directory, 'settings.json'), 'utf8'));
  } catch {
    // Never saved, or unreadable: as at first.
  }
  return {
    language: saved.language === 'de' ? 'de' : 'en',
    theme: saved.theme === 'light' || saved.theme === 'dark' ? saved.theme : 'system',
    sound: false,
    controller: '',
    paper: paperAtFirst,
  };
}

/** Before the core says who is there. */
const nobodyYet: AppState['atDesk'] = {
  state: 'named',
  name: '',
  offline: false,
  ended: null,
  guidelines: { version: 0, read: true },
  office: '',
  everywhere: true,
  codesAhead: 0,
};
