import { crc16 } from '../yubikey/crc16.ts';
import { frameSize, lastPacket, packetData, payloadSize, reportFlags } from '../yubikey/frame.ts';

/** What a command leads to. `apply` of a store runs when it is done; `answer` of a touch when the token is touched. */
export type CommandOutcome =
  | { readonly kind: 'rejected' }
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'store'; readonly apply: () => void }
  | { readonly kind: 'touch'; readonly answer: () => Uint8Array; readonly limitMs: number };

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'answering'; readonly packets: readonly Uint8Array[]; at: number }
  | { readonly kind: 'storing'; readonly apply: () => void; readonly untilMs: number; reads: number }
  | { readonly kind: 'touch'; readonly answer: () => Uint8Array; readonly untilMs: number };

export interface WireParts {
  nowMs(): number;
  readonly storeMs: number;
  execute(command: number, payload: Uint8Array): CommandOutcome;
  /** The idle status without its flags byte. */
  status(): Uint8Array;
  /** More reads that a store answers with "not yet taken". */
  slowStoreReads(): number;
  corruptAnswers(): boolean;
}

/** The side of the wire that the firmware sees: packets in, status or answer packets out (ykdef.h, section 1.2 and 1.3 of the notes). */
export interface Wire {
  read(): Uint8Array;
  write(report: Uint8Array): void;
  /** Ends a wait for a touch; whether there was one. */
  touched(): boolean;
  waitsForTouch(): boolean;
  /** The power goes: a store under way is lost, or kept. */
  cut(keepStore: boolean): void;
}

export function createWire(parts: WireParts): Wire {
  const frame = new Uint8Array(frameSize);
  let state: State = { kind: 'idle' };

  /** Brings the state up to now. */
  function settle(): State {
    if (state.kind === 'storing' && state.reads <= 0 && parts.nowMs() >= state.untilMs) {
      state.apply();
      state = { kind: 'idle' };
    }
    if (state.kind === 'touch' && parts.nowMs() >= state.untilMs) state = { kind: 'idle' };
    return state;
  }

  function run(): void {
    const payload = frame.slice(0, payloadSize);
    const sum = (frame[payloadSize + 1] ?? 0) | ((frame[payloadSize + 2] ?? 0) << 8);
    const command = frame[payloadSize] ?? 0;
    frame.fill(0);
    if (crc16(payload) !== sum) return;
    const outcome = parts.execute(command, payload);
    if (outcome.kind === 'answer') state = answering(outcome.bytes, parts.corruptAnswers());
    else if (outcome.kind === 'store')
      state = {
        kind: 'storing',
        apply: outcome.apply,
        untilMs: parts.nowMs() + parts.storeMs,
        reads: parts.slowStoreReads(),
      };
    else if (outcome.kind === 'touch')
      state = { kind: 'touch', answer: outcome.answer, untilMs: parts.nowMs() + outcome.limitMs };
  }

  function report(data: Uint8Array, flags: number): Uint8Array {
    const bytes = new Uint8Array(packetData + 1);
    bytes.set(data.subarray(0, packetData));
    bytes[packetData] = flags;
    return bytes;
  }

  return {
    read: () => {
      const now = settle();
      if (now.kind === 'storing') {
        now.reads -= 1;
        return report(parts.status(), reportFlags.writePending);
      }
      if (now.kind === 'touch') {
        const secondsLeft = Math.min(Math.ceil((now.untilMs - parts.nowMs()) / 1000), reportFlags.number);
        return report(parts.status(), reportFlags.touch | secondsLeft);
      }
      if (now.kind === 'answering') {
        const packet = now.packets[now.at];
        if (packet === undefined) return report(new Uint8Array(packetData), reportFlags.response);
        now.at += 1;
        return report(packet, reportFlags.response | (now.at - 1));
      }
      return report(parts.status(), 0);
    },
    write: (bytes) => {
      const flags = bytes[packetData] ?? 0;
      const number = flags & reportFlags.number;
      // What is being stored is stored; a packet sent into it is lost.
      if ((flags & reportFlags.writePending) === 0 || settle().kind === 'storing') return;
      state = { kind: 'idle' };
      if (number === 0 || number > lastPacket) frame.fill(0);
      if (number > lastPacket) return;
      frame.set(bytes.subarray(0, packetData), number * packetData);
      if (number === lastPacket) run();
    },
    touched: () => {
      const now = settle();
      if (now.kind !== 'touch') return false;
      state = answering(now.answer(), parts.corruptAnswers());
      return true;
    },
    waitsForTouch: () => settle().kind === 'touch',
    cut: (keepStore) => {
      const now = settle();
      if (now.kind === 'storing' && keepStore) now.apply();
      state = { kind: 'idle' };
      frame.fill(0);
    },
  };
}

/** The packets of an answer, its complemented checksum behind it. */
function answering(bytes: Uint8Array, corrupt: boolean): State {
  const sum = ~crc16(bytes) & 0xffff;
  const whole = Uint8Array.of(...bytes, sum & 0xff, sum >> 8);
  if (corrupt) whole[0] = (whole[0] ?? 0) ^ 0x01;
  const packets: Uint8Array[] = [];
  for (let at = 0; at < whole.length; at += packetData) {
    const packet = new Uint8Array(packetData);
    packet.set(whole.subarray(at, at + packetData));
    packets.push(packet);
  }
  return { kind: 'answering', packets, at: 0 };
}
