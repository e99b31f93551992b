import { type BrowserWindow, dialog } from 'electron';

/** Which file the core wants: one to write, by the name proposed, or one to read. */
export interface FileWish {
  readonly act: 'save' | 'open';
  readonly name: string;
}

/** Asks the person where a file is to go, or which one to read; the window itself never learns of any path. */
export async function chooseFile(window: BrowserWindow | undefined, wish: FileWish): Promise<string | undefined> {
  if (window === undefined || window.isDestroyed()) return undefined;
  const extension = /\.(\w+)$/.exec(wish.name)?.[1];
  const filters = extension === undefined ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }];
  if (wish.act === 'save') {
    const { filePath } = await dialog.showSaveDialog(window, { defaultPath: wish.name, filters });
    return filePath || undefined;
  }
  const all = { name: '*', extensions: ['*'] };
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters: [...filters, all] });
  return filePaths[0];
}
