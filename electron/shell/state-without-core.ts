import { app } from 'electron';
import type { AppState } from '../../domain/contract/ipc.ts';
import type { CoreState } from './core-process.ts';
import type { StartOptions } from './start-options.ts';

/** What the window is told while the core is not there to say it: that it starts, or why it does not. */
export function stateWithoutCore(
  options: Pick<StartOptions, 'version' | 'runtime' | 'emulator'>,
  keystore: AppState['keystore'],
  core: CoreState,
): AppState {
  return {
    phase: core.kind === 'lost' ? 'failed' : 'starting',
    failure: core.kind === 'ready' ? null : core.failure,
    keystore,
    version: options.version,
    runtime: options.runtime,
    station: null,
    emulator: options.emulator,
    settings: {
      language: app.getLocale().startsWith('de') ? 'de' : 'en',
      theme: 'system',
      sound: false,
      controller: '',
    },
  };
}
