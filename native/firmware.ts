/** Major, minor and build of a token's firmware. */
export type Firmware = readonly [major: number, minor: number, build: number];

export function firmwareText(firmware: Firmware): string {
  return firmware.join('.');
}

/** Whether a firmware is at least another. */
export function atLeast(firmware: Firmware, minimum: Firmware): boolean {
  for (const [index, part] of minimum.entries()) {
    const have = firmware[index] ?? 0;
    if (have !== part) return have > part;
  }
  return true;
}

/** Whether a firmware lies between two, both included: the range of a quirk. */
export function within(firmware: Firmware, first: Firmware, last: Firmware): boolean {
  return atLeast(firmware, first) && atLeast(last, firmware);
}
