import { crc16 } from './crc16.ts';

/*
 * A command to the OTP application (ykcore.h, struct frame_st), sent as ten packets of seven bytes:
 *
 *    0 64 payload   64 1 command   65 2 CRC of the payload, low byte first   67 3 zero
 *
 * Packet n is frame[7n..7n+7] and then 80 | n. Packets of zeros are left out, but for the first and the last.
 */
export const payloadSize = 64;
export const frameSize = 70;
export const packetData = 7;
export const lastPacket = 9;

/** Flags in the last byte of a report. */
export const reportFlags = { writePending: 0x80, response: 0x40, touch: 0x20, number: 0x1f } as const;

/** Ends whatever the token is in the middle of: a number out of range (yubikit and ykcore send one too). */
export function resetReport(): Uint8Array {
  return Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0xff);
}

/** The reports of one command. They hold what the payload holds: wipe them with `wipeAll`. */
export function commandReports(command: number, payload: Uint8Array): Uint8Array[] {
  if (payload.length > payloadSize) throw new RangeError('a payload has at most 64 bytes');
  const frame = new Uint8Array(frameSize);
  frame.set(payload);
  frame[64] = command;
  const crc = crc16(frame.subarray(0, payloadSize));
  frame[65] = crc & 0xff;
  frame[66] = crc >> 8;
  const reports: Uint8Array[] = [];
  for (let number = 0; number <= lastPacket; number++) {
    const data = frame.subarray(number * packetData, (number + 1) * packetData);
    if (number !== 0 && number !== lastPacket && data.every((byte) => byte === 0)) continue;
    const report = new Uint8Array(packetData + 1);
    report.set(data);
    report[packetData] = reportFlags.writePending | number;
    reports.push(report);
  }
  frame.fill(0);
  return reports;
}

export function wipeAll(buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0);
}
