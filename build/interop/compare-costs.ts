import { randomBytes } from 'node:crypto';
import { hotp } from '../../domain/otp/hotp.ts';
import type { Compared } from './run-privacyidea.ts';
import { logIn } from './set-up-people.ts';
import { wire } from './wire.ts';

const clients = 32;
const seconds = 10;
/** How many times less processor time a check takes here than there. */
const goal = 100;

/** Processor time of the server for one accepted `validate/check` by 32 clients: HOTP by serial, no PIN, TLS, SQLite. */
export async function compareCosts(theirs: Compared, ours: Compared): Promise<boolean> {
  const there = await costOf(theirs);
  const here = await costOf(ours);
  const ratio = there.ms / here.ms;
  const met = ratio >= goal;
  console.log(
    `${met ? 'met    ' : 'MISSED '} ${Math.round(ratio)} times less processor time a check at ${clients} clients (target >= ${goal})`,
  );
  return met;
}

async function costOf(server: Compared): Promise<{ readonly ms: number }> {
  const client = wire(server, clients);
  try {
    const walks = await enrol(server);
    await load(client, walks, 2);
    const before = server.processorMs();
    const { accepted, others } = await load(client, walks, seconds);
    const ms = (server.processorMs() - before) / (accepted + others);
    const rate = Math.round((accepted + others) / seconds);
    console.log(`cost    ${server.name}: ${ms.toFixed(3)} ms of processor time a check, ${rate} checks a second`);
    if (others > 0) console.log(`        ${others} of ${accepted + others} checks were not accepted`);
    if (others > accepted / 20) throw new Error(`${server.name} did not accept its own codes`);
    return { ms };
  } finally {
    client.close();
  }
}

/** A token that one client walks along, and its next counter. */
interface Walk {
  readonly serial: string;
  readonly seed: Uint8Array;
  counter: number;
}

/** A token for each client, by the wire as everything else here. */
async function enrol(server: Compared): Promise<readonly Walk[]> {
  const client = wire(server);
  const made: Walk[] = [];
  try {
    const token = await logIn(client, server);
    for (let number = 0; number < clients; number += 1) {
      const seed = randomBytes(20);
      const serial = `COST${number}`;
      const form = { type: 'hotp', serial, otpkey: seed.toString('hex') };
      const { status, text } = await client.ask('POST', '/token/init', form, token);
      if (status !== 200) throw new Error(`${server.name}: ${text.slice(0, 300)}`);
      made.push({ serial, seed, counter: 0 });
    }
    return made;
  } finally {
    client.close();
  }
}

/** Each client sends the next code as soon as the last one is answered; every answer is looked at. */
async function load(
  client: ReturnType<typeof wire>,
  walks: readonly Walk[],
  duration: number,
): Promise<{ readonly accepted: number; readonly others: number }> {
  const end = performance.now() + duration * 1000;
  let accepted = 0;
  let others = 0;
  const walkAlong = async (walk: Walk) => {
    while (performance.now() < end) {
      const pass = hotp(walk.seed, walk.counter);
      walk.counter += 1;
      const { json, status, text } = await client.ask('POST', '/validate/check', { serial: walk.serial, pass });
      if (json?.result?.value === true) accepted += 1;
      else if (others++ === 0) console.log(`        not accepted: ${status} ${text.slice(0, 300)}`);
    }
  };
  await Promise.all(walks.map(walkAlong));
  return { accepted, others };
}
