/** What is left of a CRC over data followed by its complemented CRC, low byte first. */
export const crcResidual = 0xf0b8;

/** CRC-16 of the OTP application: start FFFF, reflected polynomial 8408, no final xor (ykcrc.c). */
export function crc16(data: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >> 1) ^ 0x8408 : crc >> 1;
  }
  return crc;
}
