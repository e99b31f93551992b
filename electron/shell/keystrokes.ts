import { setTimeout as pause } from 'node:timers/promises';
import type { WebContents } from 'electron';

/** A YubiKey types a character about every 8 ms; anything well under a person's pace will do. */
const betweenMs = 4;

/** Types as a token does: real key events, one character after the other, Enter for the end of the code. */
export async function typeKeystrokes(contents: WebContents, text: string): Promise<void> {
  for (const character of text) {
    if (contents.isDestroyed()) return;
    const enter = character === '\r' || character === '\n';
    const keyCode = enter ? 'Enter' : character;
    contents.sendInputEvent({ type: 'keyDown', keyCode });
    contents.sendInputEvent({ type: 'char', keyCode: enter ? '\r' : character });
    contents.sendInputEvent({ type: 'keyUp', keyCode });
    await pause(betweenMs);
  }
}
