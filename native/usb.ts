import { KeydeskError } from '../domain/failure.ts';

/**
 * Calls `onChange` at every plugging-in and pulling-out of any USB thing, and returns the function that stops. Loads
 * the native module on the first call only. Used for nothing but this: a keyboard's interface cannot be claimed.
 */
export async function watchUsbEvents(onChange: () => void): Promise<() => Promise<void>> {
  try {
    // Not `usb` itself (3.1): without USB in the kernel its listeners end the process by an unhandled rejection.
    const { default: native } = await import('usb/index.js');
    const emitter = new native.Emitter();
    await emitter.addAttach(() => onChange());
    await emitter.addDetach(() => onChange());
    return async () => {
      await emitter.removeAttach();
      await emitter.removeDetach();
    };
  } catch (error) {
    throw new KeydeskError('device/no-usb', {}, { cause: error });
  }
}
