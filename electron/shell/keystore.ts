import { safeStorage } from 'electron';

/**
 * Whether the operating system keeps keys for this app. On Linux `basic_text` is no keystore: it encrypts with a
 * password that everybody knows, so the vault asks for a passphrase instead. An Electron that cannot tell which
 * backend it uses (before 27) is believed only where there is just one.
 */
export function hasKeystore(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  const backend = safeStorage.getSelectedStorageBackend?.();
  return backend !== undefined && backend !== 'basic_text' && backend !== 'unknown';
}

/** The core's key to the keystore and back; nothing when the keystore refuses. The API takes text, so it is base64 for a moment. */
export async function useKeystore(act: 'wrap' | 'unwrap', bytes: Uint8Array): Promise<Uint8Array | undefined> {
  try {
    if (act === 'wrap') return safeStorage.encryptString(Buffer.from(bytes).toString('base64'));
    return Buffer.from(safeStorage.decryptString(Buffer.from(bytes)), 'base64');
  } catch (error) {
    console.error('keystore:', error instanceof Error ? error.message : 'failed');
    return undefined;
  } finally {
    bytes.fill(0);
  }
}
