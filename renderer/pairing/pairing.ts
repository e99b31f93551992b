import { type RefObject, useRef, useState } from 'react';
import type { SeenServer } from '../../domain/contract/pairing.ts';
import type { Failure } from '../../domain/failure.ts';
import { takeSecret } from '../controls/secret-field.tsx';
import { useAction } from '../keydesk.ts';

/** What a person types to pair; the secret is in its field alone. */
interface PairingFields {
  readonly address: string;
  readonly authority: string;
  readonly name: string;
  readonly by: 'password' | 'token';
  readonly account: string;
  readonly agreed: boolean;
}

export interface Pairing {
  readonly fields: PairingFields;
  readonly set: (fields: Partial<PairingFields>) => void;
  readonly secret: RefObject<HTMLInputElement | null>;
  /** What answered at the address, once somebody looked. */
  readonly seen: SeenServer | undefined;
  /** The button was pressed: what is missing is said. */
  readonly asked: boolean;
  readonly secretMissing: boolean;
  readonly busy: boolean;
  readonly failure: Failure | undefined;
  /** Looks, and once that is agreed to, pairs. */
  readonly go: () => void;
  readonly startAgain: () => void;
}

/** Pairing with a privacyIDEA server in two steps: look at who answers, then agree and give the account. */
export function usePairing(first: { readonly name: string; readonly address: string }): Pairing {
  const [fields, setFields] = useState<PairingFields>({
    ...{ address: first.address, authority: '', name: first.name },
    ...{ by: 'password', account: '', agreed: false },
  });
  const [seen, setSeen] = useState<SeenServer>();
  const [asked, setAsked] = useState(false);
  const [secretMissing, setSecretMissing] = useState(false);
  const secret = useRef<HTMLInputElement>(null);
  const look = useAction('pairing/look');
  const pair = useAction('pairing/pair');
  const authority = fields.authority.trim() === '' ? {} : { authority: fields.authority.trim() };

  async function lookThere() {
    const address = fields.address.trim();
    if (address === '') return setAsked(true);
    const found = await look.run({ address, ...authority });
    setAsked(false);
    setSeen(found?.value);
  }

  async function pairWith({ url, fingerprint }: SeenServer) {
    setAsked(true);
    const name = fields.name.trim();
    const account = fields.account.trim();
    const isMissing = (secret.current?.value ?? '') === '';
    setSecretMissing(isMissing);
    if (name === '' || account === '' || !fields.agreed || isMissing) return;
    const typed = takeSecret(secret.current);
    try {
      await pair.run({ address: url, fingerprint, ...authority, name, account, by: fields.by, secret: typed });
    } finally {
      typed.fill(0);
      secret.current?.focus();
    }
  }

  return {
    fields,
    set: (change) => setFields((before) => ({ ...before, ...change })),
    secret,
    seen,
    asked,
    secretMissing,
    busy: look.busy || pair.busy,
    failure: seen === undefined ? look.failure : pair.failure,
    go: () => void (seen === undefined ? lookThere() : pairWith(seen)),
    startAgain: () => {
      setSeen(undefined);
      setAsked(false);
      setFields((before) => ({ ...before, agreed: false }));
      pair.forget();
    },
  };
}
