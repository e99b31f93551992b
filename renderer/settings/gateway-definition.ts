import type { Gateway } from '../../domain/contract/administration/messaging.ts';
import type { Request } from '../../domain/contract/ipc.ts';
import { takeSecret } from '../controls/secret-field.tsx';
import type { Field, SecretInputs } from './gateway-fields.tsx';

/** What the form has a field of its own for; every other option is a parameter of the request. */
const own = ['URL', 'HTTP_METHOD', 'RETURN_SUCCESS', 'USERNAME', 'PASSWORD', 'IDENTIFIER', 'MAILTO'];

/** A gateway as the form holds it: everything but what is typed into its secret inputs. */
export interface GatewayDraft {
  readonly name: string;
  readonly kind: Gateway['kind'];
  readonly settings: Readonly<Record<string, string>>;
  readonly hasPassword: boolean;
  readonly options: readonly Field[];
  readonly headers: readonly Field[];
}

export function draftOf(gateway: Gateway | undefined): GatewayDraft {
  const options = gateway?.options ?? [{ name: 'HTTP_METHOD', value: 'POST' }];
  const settings = options.filter(({ name }) => own.includes(name) && name !== 'PASSWORD');
  return {
    name: gateway?.name ?? '',
    kind: gateway?.kind ?? 'http',
    settings: Object.fromEntries(settings.map(({ name, value }) => [name, value ?? ''])),
    hasPassword: options.some(({ name }) => name === 'PASSWORD'),
    options: options.filter(({ name }) => !own.includes(name)).map(fieldOf),
    headers: (gateway?.headers ?? []).map(fieldOf),
  };
}

function fieldOf({ name, value }: Gateway['options'][number], place: number): Field {
  return { id: place + 1, name, value: value ?? '', secret: value === null, kept: value === null };
}

/** The request that keeps it; reads and empties the secret inputs, so whoever asks wipes the bytes. */
export function gatewayRequest(
  draft: GatewayDraft,
  description: string,
  inputs: {
    readonly password: HTMLInputElement | null;
    readonly options: SecretInputs;
    readonly headers: SecretInputs;
  },
): Request<'gateways/save'> {
  const typed = (prefix: string, fields: readonly Field[], of: SecretInputs) =>
    fields.flatMap(({ id, name, secret }) => {
      const value = secret ? takeSecret(of.current.get(id) ?? null) : new Uint8Array();
      return value.length === 0 ? [] : [{ name: `${prefix}.${name.trim()}`, value }];
    });
  const password = takeSecret(inputs.password);
  const plain = (fields: readonly Field[]) =>
    fields.flatMap(({ name, value, secret, kept }): { name: string; value: string | null }[] =>
      secret ? (kept ? [{ name: name.trim(), value: null }] : []) : [{ name: name.trim(), value }],
    );
  const settings = Object.entries(draft.settings).filter(([, value]) => value !== '');
  return {
    name: draft.name.trim(),
    kind: draft.kind,
    description,
    options: [
      ...settings.map(([name, value]) => ({ name, value })),
      ...(draft.hasPassword ? [{ name: 'PASSWORD', value: null }] : []),
      ...plain(draft.options),
    ],
    headers: plain(draft.headers),
    secrets: [
      ...(password.length === 0 ? [] : [{ name: 'option.PASSWORD', value: password }]),
      ...typed('option', draft.options, inputs.options),
      ...typed('header', draft.headers, inputs.headers),
    ],
  };
}
