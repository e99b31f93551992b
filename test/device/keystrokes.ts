import { open, readdir, readFile } from 'node:fs/promises';

/** Key codes of linux/input-event-codes.h for what an OTP token types. */
const keys: Readonly<Record<number, string>> = {
  ...Object.fromEntries([...'1234567890'].map((key, index) => [2 + index, key])),
  ...Object.fromEntries([...'qwertyuiop'].map((key, index) => [16 + index, key])),
  ...Object.fromEntries([...'asdfghjkl'].map((key, index) => [30 + index, key])),
  ...Object.fromEntries([...'zxcvbnm'].map((key, index) => [44 + index, key])),
  15: '\t',
  28: '\r',
};
const eventSize = 24;

/** What the token types into this machine, as the kernel hands it to any program: through its evdev node. */
export async function listenToToken(): Promise<{ typed(): string; close(): void }> {
  const node = await eventNode();
  const file = await open(node, 'r');
  let text = '';
  let closed = false;
  const read = async () => {
    const buffer = Buffer.alloc(eventSize * 64);
    while (!closed) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      for (let at = 0; at + eventSize <= bytesRead; at += eventSize)
        if (buffer.readUInt16LE(at + 16) === 1 && buffer.readInt32LE(at + 20) === 1)
          text += keys[buffer.readUInt16LE(at + 18)] ?? '?';
    }
  };
  // It ends with an error when the token is pulled out.
  read()
    .catch(() => {})
    .finally(() => file.close());
  return {
    typed: () => text,
    close: () => {
      closed = true;
    },
  };
}

async function eventNode(): Promise<string> {
  for (const name of await readdir('/sys/class/input')) {
    if (!name.startsWith('event')) continue;
    const device = await readFile(`/sys/class/input/${name}/device/name`, 'utf8').catch(() => '');
    if (device.includes('Yubi')) return `/dev/input/${name}`;
  }
  throw new Error('the kernel shows no keyboard of the token');
}
