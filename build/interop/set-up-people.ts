import { writeFileSync } from 'node:fs';
import type { Compared } from './run-privacyidea.ts';
import { type Wire, wire } from './wire.ts';

/** The people of both servers; the passwords are those of the file below. */
export const people = {
  alice: 'the password of alice',
  bob: 'the password of bob',
  carol: 'the password of carol',
  dave: 'the password of dave',
} as const;

/** SHA-512-crypt of the passwords above (crypt(5)), as `openssl passwd -6` makes them. */
const hashes: Readonly<Record<keyof typeof people, string>> = {
  alice: '$6$keydeskalice$g.A/BU2MbG9Pw2JugIjnBowX9vcikQqvux8VyUOdKFurHmUlkiTz.xWyuHUM1i5x7WRfyPIKoQaf88dUFo/S7.',
  bob: '$6$keydeskbob$xk7SsgF0PBPR94mdGAoakpMZiFAW6D3IAN2eJU0MofCvkLeE7YxzUZ6od6r4A5q0Ro8m7KyBmXmhXmiJyXDyG1',
  carol: '$6$keydeskcarol$qpBcqizSFZ1dFZHi5Uw8y86bIBXmt.lCNYiQMyxxXhR0XPJz5E13D0fCJ2CY2TAxIzs8mi2Vbccdl0/1AteFS1',
  dave: '$6$keydeskdave$ktNg/f1tUVrgmRh87sp1k.ekXcu3g.QNhNrKuvOLV7johrKgagLJIiJwwCWD3H1QpZjYnUoh2LWD77lEm.olg1',
};

/** A passwd file that both servers read. */
export function writePeople(file: string): void {
  const lines = Object.entries(hashes).map(([name, hash], place) => {
    const given = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    return `${name}:${hash}:${1000 + place}:1000:${given} Test,,+4400000,+4400000,${name}@example.com:/home/${name}:/bin/sh`;
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Logs in as the administrator. */
export async function logIn(client: Wire, { administrator }: Compared): Promise<string> {
  const form = { username: administrator.name, password: administrator.password };
  const { json, text } = await client.ask('POST', '/auth', form);
  const token: unknown = json?.result?.value?.token;
  if (typeof token !== 'string') throw new Error(`no login: ${text.slice(0, 300)}`);
  return token;
}

/** The same realm of the same people on both, by the wire alone. */
export async function setUpPeople(server: Compared, file: string): Promise<void> {
  const client = wire(server);
  try {
    const token = await logIn(client, server);
    const wanted: readonly (readonly [string, Record<string, string>])[] = [
      ['/resolver/r1', { type: 'passwdresolver', fileName: file }],
      ['/realm/hq', { resolvers: 'r1' }],
      ['/defaultrealm/hq', {}],
    ];
    for (const [path, form] of wanted) {
      const { status, text } = await client.ask('POST', path, form, token);
      if (status !== 200) throw new Error(`${server.name}: POST ${path}: ${text.slice(0, 300)}`);
    }
  } finally {
    client.close();
  }
}
