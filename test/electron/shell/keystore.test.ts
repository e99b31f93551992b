import { beforeEach, expect, test, vi } from 'vitest';
import { hasKeystore, useKeystore } from '../../../electron/shell/keystore.ts';

/** Electron's side, which no test machine has: what its documentation says of each platform and backend. */
const safeStorage = vi.hoisted(() => ({
  isEncryptionAvailable: vi.fn(() => true),
  getSelectedStorageBackend: vi.fn((): string => 'gnome_libsecret') as (() => string) | undefined,
  encryptString: (text: string) => Buffer.from(`v11${text}`),
  decryptString: (sealed: Buffer) => {
    if (!sealed.toString().startsWith('v11')) throw new Error('Error while decrypting the ciphertext');
    return sealed.toString().slice(3);
  },
}));
vi.mock('electron', () => ({ safeStorage }));

const on = (platform: NodeJS.Platform) => vi.spyOn(process, 'platform', 'get').mockReturnValue(platform);
beforeEach(() => {
  safeStorage.isEncryptionAvailable.mockReturnValue(true);
  safeStorage.getSelectedStorageBackend = vi.fn(() => 'gnome_libsecret');
});

test('is used where the operating system keeps keys', () => {
  for (const platform of ['darwin', 'win32', 'linux'] as const) {
    on(platform);
    expect(hasKeystore(), platform).toBe(true);
  }
});

test('is not used where there is none', () => {
  on('linux');
  safeStorage.isEncryptionAvailable.mockReturnValue(false);
  expect(hasKeystore()).toBe(false);
});

test('is not used on Linux when the backend is plain text, unknown, or not told', () => {
  on('linux');
  for (const backend of ['basic_text', 'unknown']) {
    safeStorage.getSelectedStorageBackend = () => backend;
    expect(hasKeystore(), backend).toBe(false);
  }
  safeStorage.getSelectedStorageBackend = undefined;
  expect(hasKeystore()).toBe(false);
});

test('gives the key back byte for byte, and wipes what it was handed', async () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
  const handed = key.slice();
  const wrapped = await useKeystore('wrap', handed);
  expect(handed.every((byte) => byte === 0)).toBe(true);
  expect(await useKeystore('unwrap', wrapped ?? new Uint8Array())).toEqual(Buffer.from(key));
});

test('says nothing but that it failed when the keystore refuses', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await useKeystore('unwrap', new Uint8Array(8))).toBeUndefined();
  expect(said).toHaveBeenCalledOnce();
});
