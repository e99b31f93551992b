import { type RefObject, useEffect, useRef, useState } from 'react';
import type { ChosenImport } from '../../domain/contract/administration/imports.ts';
import type { ImportKind } from '../../domain/import-kind.ts';
import { ask, useAction } from '../keydesk.ts';

/** How a file of seeds is read, for one request: the secrets are bytes, and wiped after it. */
export interface SeedFileReading {
  readonly kind: ImportKind;
  readonly unchecked: boolean;
  readonly password: Uint8Array<ArrayBuffer>;
  readonly preSharedKey: Uint8Array<ArrayBuffer>;
}

/** A file of seeds that is chosen and read by the desk core; `onChange` when what was foreseen of it counts no more. */
export function useSeedFile(noun: 'imports' | 'order', onChange: () => void) {
  const choose = useAction(`${noun}/choose`);
  const [file, setFile] = useState<ChosenImport>();
  const [kind, setKind] = useState<ImportKind>();
  const [unchecked, setUnchecked] = useState(false);
  // The fields whose secrets are read when they are needed, and kept nowhere else.
  const password = useRef<HTMLInputElement>(null);
  const preSharedKey = useRef<HTMLInputElement>(null);
  // What was chosen does not outlive the screen.
  useEffect(() => () => void ask(`${noun}/forget`), [noun]);
  return {
    ...{ choose, file, kind, unchecked, password, preSharedKey },
    setKind: (value: ImportKind) => {
      setKind(value);
      onChange();
    },
    setUnchecked: (ticked: boolean) => {
      setUnchecked(ticked);
      onChange();
    },
    pick: async () => {
      const chosen = (await choose.run())?.value;
      if (chosen === null || chosen === undefined) return;
      setFile(chosen);
      setKind(chosen.looksLike ?? undefined);
      onChange();
    },
    forget: () => setFile(undefined),
    /** Lets an act have how the file is read, if its kind is known. */
    reading: async (act: (reading: SeedFileReading) => Promise<void>) => {
      if (kind === undefined) return;
      const secrets = { password: typed(password), preSharedKey: typed(preSharedKey) };
      try {
        await act({ kind, unchecked, ...secrets });
      } finally {
        secrets.password.fill(0);
        secrets.preSharedKey.fill(0);
      }
    },
  };
}

export type SeedFile = ReturnType<typeof useSeedFile>;

const typed = (field: RefObject<HTMLInputElement | null>) => new TextEncoder().encode(field.current?.value ?? '');
