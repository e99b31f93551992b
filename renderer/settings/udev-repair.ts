/** Which system's permissions stand between the window and a token. */
export function platform(): 'linux' | 'mac' | 'windows' {
  if (/mac/i.test(navigator.platform)) return 'mac';
  return /win/i.test(navigator.platform) ? 'windows' : 'linux';
}

/**
 * Lets whoever sits at the computer open tokens (Yubico, vendor 1050): by `uaccess` where systemd-logind runs, elsewhere
 * by the group `plugdev`. The name sorts before 73-seat-late.rules, which turns `uaccess` into the right.
 */
export const udevRepair = [
  "sudo tee /etc/udev/rules.d/70-keydesk.rules <<'END'",
  'KERNEL=="hidraw*", ATTRS{idVendor}=="1050", TAG+="uaccess", MODE="0660", GROUP="plugdev"',
  'END',
  'sudo udevadm control --reload-rules',
  'sudo udevadm trigger --subsystem-match=hidraw',
].join('\n');
