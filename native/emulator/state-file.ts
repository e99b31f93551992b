import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type EmulatedState, emulatedState } from './state.ts';
import { type EmulatedToken, type EmulatedTokenOptions, emulatedToken } from './token.ts';

/**
 * An emulated token whose memory is a file, so that it survives the process as a real one does. The file stands for
 * the silicon: it holds the seeds, and belongs in a folder of its own, away from everything the desk keeps.
 */
export function emulatedTokenInFile(
  file: string,
  options: Omit<EmulatedTokenOptions, 'onChange' | 'state'>,
): EmulatedToken {
  const kept = readState(file);
  const token = emulatedToken({
    ...options,
    ...(kept === undefined ? {} : { state: kept }),
    onChange: (state) => writeState(file, state),
  });
  writeState(file, token.state());
  return token;
}

function readState(file: string): EmulatedState | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return emulatedState.parse(JSON.parse(text));
}

function writeState(file: string, state: EmulatedState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
