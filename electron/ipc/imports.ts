import { KeydeskError } from '../../domain/failure.ts';
import { looksLike } from '../../seeds/looks-like.ts';
import { foresee, type SeedFile, take } from '../administration/imports.ts';
import type { DeskContext, Handlers } from './context.ts';

/** More than a hundred thousand keys take; it is held in memory until it is sent. */
const mostBytes = 128 * 1024 * 1024;
/** A file of seeds is not kept for somebody who went away. */
const keptMs = 15 * 60_000;

/** A file of seeds: chosen here, looked at by the server, taken in or forgotten. */
export function importHandlers(
  desk: DeskContext,
): Handlers<'imports/choose' | 'imports/foresee' | 'imports/take' | 'imports/forget'> {
  let chosen: SeedFile | undefined;
  let timer: NodeJS.Timeout | undefined;
  const forget = () => {
    clearTimeout(timer);
    chosen?.bytes.fill(0);
    chosen = undefined;
  };
  const theFile = (): SeedFile => {
    if (chosen === undefined) throw new KeydeskError('file/not-read', { file: '' });
    return chosen;
  };
  return {
    'imports/choose': async () => {
      const file = await desk.files.open('', mostBytes);
      if (file === undefined) return null;
      forget();
      chosen = file;
      timer = setTimeout(forget, keptMs);
      timer.unref();
      return { name: file.name, bytes: file.bytes.length, looksLike: looksLike(file) };
    },
    'imports/foresee': async (wish) => {
      // privacyIDEA knows no dry run: it would import.
      if (desk.appState().station?.kind === 'privacyidea') return null;
      return foresee(desk.administration.wire(), theFile(), wish);
    },
    'imports/take': async (wish) => {
      const done = await take(desk.administration.wire(), theFile(), wish);
      forget();
      return done;
    },
    'imports/forget': () => {
      forget();
      return undefined;
    },
  };
}
