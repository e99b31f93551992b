import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlotNumber } from '../../domain/token.ts';
import type { Connection } from '../../native/connection.ts';
import { emulatedModels } from '../../native/emulator/models.ts';
import type { EmulatedToken } from '../../native/emulator/token.ts';
import { usageOf } from '../../native/yubikey/keyboard.ts';
import { configurationDescriptor, deviceDescriptor, reportDescriptor, stringDescriptor } from './descriptors.ts';

/*
 * Shows an emulated token to a real kernel: the server side of USB/IP (Linux Documentation/usb/usbip_protocol.rst),
 * one device on bus id 1-1, attached with `usbip attach -r 127.0.0.1 -b 1-1`. Attaching is plugging in, and the
 * power goes with the socket.
 */
export interface TokenOnBus {
  /** A finger on the token: what it types goes out as key presses. */
  touch(slot: SlotNumber): Promise<void>;
  /** Pulls it out. */
  cut(): void;
  close(): Promise<void>;
}

const version = 0x0111;
const stall = -32;
const unlinked = -104;

export async function emulatedTokenOverUsbip(token: EmulatedToken, port = 3240): Promise<TokenOnBus> {
  let attached: Attachment | undefined;
  const server: Server = createServer((socket) => {
    socket.setNoDelay(true);
    attached = attach(socket, token);
  });
  token.onPowerCut(() => attached?.socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    touch: async (slot) => {
      for (const key of token.touch(slot)) await attached?.type(key);
    },
    cut: () => token.powerDown(),
    close: async () => {
      attached?.socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Attachment {
  readonly socket: Socket;
  type(key: string): Promise<void>;
}

interface Urb {
  readonly sequence: number;
  readonly length: number;
}

function attach(socket: Socket, token: EmulatedToken): Attachment {
  let input = Buffer.alloc(0);
  let imported = false;
  let connection: Connection | undefined;
  let running: Promise<void> = Promise.resolve();
  const waiting: Urb[] = [];
  const keys: Buffer[] = [];

  socket.on('error', () => {});
  socket.on('close', () => {
    if (imported) token.powerDown();
  });
  socket.on('data', (data: Buffer) => {
    input = Buffer.concat([input, data]);
    while (imported ? takeUrb() : takeRequest());
  });

  function takeRequest(): boolean {
    if (input.length < 8) return false;
    const code = input.readUInt16BE(2);
    if (code === 0x8005) {
      input = input.subarray(8);
      socket.end(Buffer.concat([reply(0x0005), word(1), description(token), Buffer.from([3, 1, 1, 0])]));
      return false;
    }
    if (code !== 0x8003 || input.length < 40) return false;
    input = input.subarray(40);
    token.powerUp();
    connection = token.connect();
    imported = true;
    socket.write(Buffer.concat([reply(0x0003), description(token)]));
    return true;
  }

  function takeUrb(): boolean {
    if (input.length < 48) return false;
    const header = input.subarray(0, 48);
    const sequence = header.readUInt32BE(4);
    if (header.readUInt32BE(0) === 2) {
      input = input.subarray(48);
      const at = waiting.findIndex((urb) => urb.sequence === header.readUInt32BE(20));
      if (at >= 0) waiting.splice(at, 1);
      socket.write(returned(4, sequence, at >= 0 ? unlinked : 0, 0));
      return true;
    }
    const out = header.readUInt32BE(12) === 0;
    const length = header.readUInt32BE(24);
    const end = 48 + (out ? length : 0);
    if (input.length < end) return false;
    const data = Buffer.from(input.subarray(48, end));
    const setup = Buffer.from(header.subarray(40, 48));
    const endpoint = header.readUInt32BE(16);
    input = input.subarray(end);
    if (endpoint === 0) running = running.then(() => control(sequence, setup, data, out));
    else {
      waiting.push({ sequence, length });
      deliver();
    }
    return true;
  }

  async function control(sequence: number, setup: Buffer, data: Buffer, out: boolean): Promise<void> {
    let answer: Uint8Array | 'stall';
    try {
      answer = await transfer(token, connection, setup, data);
    } catch {
      answer = 'stall';
    }
    data.fill(0);
    if (socket.destroyed) return;
    if (answer === 'stall') socket.write(returned(3, sequence, stall, 0));
    else if (out) socket.write(returned(3, sequence, 0, data.length));
    else {
      const part = answer.subarray(0, setup.readUInt16LE(6));
      socket.write(Buffer.concat([returned(3, sequence, 0, part.length), part]));
    }
  }

  function deliver(): void {
    while (waiting.length > 0 && keys.length > 0) {
      const urb = waiting.shift();
      const report = keys.shift();
      if (urb && report) socket.write(Buffer.concat([returned(3, urb.sequence, 0, report.length), report]));
    }
  }

  return {
    socket,
    type: async (key) => {
      const usage = usageOf(key) ?? 0;
      keys.push(Buffer.from([usage & 0x80 ? 2 : 0, 0, usage & 0x7f, 0, 0, 0, 0, 0]), Buffer.alloc(8));
      deliver();
      await sleep(10);
    },
  };
}

/** One control transfer: standard requests of USB 2.0 chapter 9, and the class requests of HID 1.11 section 7.2. */
async function transfer(
  token: EmulatedToken,
  connection: Connection | undefined,
  setup: Buffer,
  data: Buffer,
): Promise<Uint8Array | 'stall'> {
  const [type = 0, request = 0] = setup;
  const value = setup.readUInt16LE(2);
  const nothing = new Uint8Array();
  switch ((type << 8) | request) {
    case 0x8006:
      if (value >> 8 === 1) return deviceDescriptor(token.productId, releaseOf(token));
      if (value >> 8 === 2) return configurationDescriptor();
      if (value >> 8 === 3) return stringDescriptor(value & 0xff) ?? 'stall';
      return 'stall';
    case 0x8106:
      return value >> 8 === 0x22 ? reportDescriptor : 'stall';
    case 0x8000:
    case 0x8100:
    case 0x8200:
      return Uint8Array.of(0, 0);
    case 0x8008:
      return Uint8Array.of(1);
    case 0x0009:
    case 0x010b:
    case 0x0201:
    case 0x210a:
    case 0x210b:
      return nothing;
    case 0xa101:
      return value === 0x0300 && connection ? connection.read() : 'stall';
    case 0x2109:
      if (value === 0x0300) await connection?.write(data);
      return nothing;
    default:
      return 'stall';
  }
}

function releaseOf(token: EmulatedToken): number {
  const [major, minor, build] = emulatedModels[token.model].firmware;
  return (major << 8) | (minor << 4) | build;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function reply(code: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16BE(version, 0);
  bytes.writeUInt16BE(code, 2);
  return bytes;
}

function description(token: EmulatedToken): Buffer {
  const bytes = Buffer.alloc(312);
  bytes.write('/sys/devices/emulated/1-1', 0);
  bytes.write('1-1', 256);
  bytes.writeUInt32BE(1, 288);
  bytes.writeUInt32BE(2, 292);
  // Full speed, as the real ones.
  bytes.writeUInt32BE(2, 296);
  bytes.writeUInt16BE(0x1050, 300);
  bytes.writeUInt16BE(token.productId, 302);
  bytes.writeUInt16BE(releaseOf(token), 304);
  bytes.set([0, 0, 0, 1, 1, 1], 306);
  return bytes;
}

function returned(command: 3 | 4, sequence: number, status: number, length: number): Buffer {
  return Buffer.concat([word(command), word(sequence), Buffer.alloc(12), word(status), word(length), Buffer.alloc(20)]);
}
