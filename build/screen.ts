import { spawn } from 'node:child_process';
import { ensureDebianPackages, virtualScreenPackages } from './debian-packages.ts';

/** Something to draw windows on. */
export interface Screen {
  readonly virtual: boolean;
  /** Added to the environment of whatever opens a window. */
  readonly environment: Readonly<Record<string, string>>;
  /** Come before the path of the app. */
  readonly switches: readonly string[];
  readonly close: () => void;
}

/** There is no graphics card behind a virtual screen: drawing in software at once is quicker than falling back to it. */
const softwareDrawing = ['--disable-gpu'];

/** Whether this session has a screen of its own. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The session's own screen, or an Xvfb that lives until it is closed; `KEYDESK_SCREEN=virtual` asks for the latter. */
export async function openScreen(): Promise<Screen> {
  const inherited = process.env.KEYDESK_SCREEN === `virtual ${process.env.DISPLAY}`;
  if (inherited) return { virtual: true, environment: {}, switches: softwareDrawing, close: () => {} };
  if (hasDisplay() && process.env.KEYDESK_SCREEN !== 'virtual') {
    return { virtual: false, environment: {}, switches: [], close: () => {} };
  }
  ensureDebianPackages(virtualScreenPackages, 'stand in for a screen');
  const { display, close } = await startXvfb();
  const environment = { DISPLAY: display, WAYLAND_DISPLAY: '', KEYDESK_SCREEN: `virtual ${display}` };
  return { virtual: true, environment, switches: softwareDrawing, close };
}

async function startXvfb(): Promise<{ display: string; close: () => void }> {
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset'];
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const close = () => void xvfb.kill();
  process.once('exit', close);
  const number = await new Promise<string>((resolve, reject) => {
    const pipe = xvfb.stdio[3] as NodeJS.ReadableStream;
    pipe.once('data', (data) => resolve(String(data).trim()));
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended at once (${code}).`)));
  });
  xvfb.unref();
  return { display: `:${number}`, close };
}
