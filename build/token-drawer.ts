import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { emulatedTokenInFile } from '../native/emulator/state-file.ts';

const howMany = 6;

/**
 * What tells the app of emulated tokens that stand for real ones: one for a ceremony and a drawer of six, kept from one
 * start to the next as real ones would be. Whoever names others in the environment gets those.
 */
export function tokenDrawer(data: string, environment: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  if (environment.KEYDESK_EMULATOR !== 'desk') return {};
  const drawer = environment.KEYDESK_EMULATED_TOKENS || join(data, 'emulated-tokens');
  if (!existsSync(drawer)) {
    mkdirSync(drawer, { mode: 0o700, recursive: true });
    const first = randomInt(15_000_000, 25_000_000);
    for (let serial = first; serial < first + howMany; serial += 1) {
      emulatedTokenInFile(join(drawer, `${serial}.json`), { serial });
    }
  }
  return {
    KEYDESK_EMULATED_TOKENS: drawer,
    KEYDESK_EMULATED_TOKEN: environment.KEYDESK_EMULATED_TOKEN || join(data, 'emulated-token.json'),
  };
}
