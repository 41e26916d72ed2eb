// JupyterLab in headless Chromium, with the first notebook opened in it.
//
// KILN_PYTHON names a Python that has JupyterLab (else python3), CHROMIUM the browser (else /usr/bin/chromium).
// The kernel "kiln" has to be installed.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const python = process.env.KILN_PYTHON ?? 'python3';
export const themes = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };
export const patience = 120_000;
export const file = 'first-fit.ipynb';

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A folder with JupyterLab's settings for a theme; news and windowed cells would make pages differ from run to run. */
export function workplace(theme) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiln-lab-'));
  const settings = {
    'apputils-extension/themes': { theme },
    'apputils-extension/notification': { checkForUpdates: false, fetchNews: 'false' },
    'notebook-extension/tracker': { windowingMode: 'none' },
  };
  for (const [name, values] of Object.entries(settings)) {
    const place = path.join(folder, 'settings/@jupyterlab', `${name}.jupyterlab-settings`);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, JSON.stringify(values));
  }
  return folder;
}

/** The first notebook, its first fit as long as asked for. */
export function firstNotebook(fit) {
  const notebook = JSON.parse(fs.readFileSync(path.join(here, '../01-first-fit.ipynb'), 'utf8'));
  for (const cell of notebook.cells) {
    cell.source = [cell.source].flat().map(line => line.replace(/epochs=\d+/, fit));
  }
  return JSON.stringify(notebook);
}

/** Starts JupyterLab in a folder; resolves to its address and a function that ends it. */
export async function startLab(folder, environment = {}) {
  const token = randomBytes(16).toString('hex');
  const root = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const lab = spawn(
    python,
    ['-m', 'jupyterlab', '--no-browser', '--ip=127.0.0.1', '--port=0', '--expose-app-in-browser',
      `--IdentityProvider.token=${token}`, `--LabApp.user_settings_dir=${folder}/settings`,
      `--LabApp.workspaces_dir=${folder}/workspaces`, `--notebook-dir=${folder}`, ...root],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...environment } }
  );
  let printed = '';
  const address = await new Promise((resolve, reject) => {
    lab.stderr.on('data', text => {
      printed += text;
      const found = printed.match(/http:\/\/127\.0\.0\.1:(\d+)\//);
      if (found) resolve(found[0]);
    });
    lab.on('exit', code => reject(new Error(`JupyterLab ended with ${code}:\n${printed}`)));
  });
  return { address: `${address}lab/tree/${file}?token=${token}`, stop: () => lab.kill() };
}

/** Starts a command of JupyterLab; some end only with the cells that they run. */
export async function command(page, name) {
  await page.evaluate(id => void globalThis.jupyterapp.commands.execute(id), name);
}

/** Opens the notebook and waits until its kernel is idle. */
export async function open(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1180, height: 860 } });
  page.setDefaultTimeout(patience);
  await page.goto(address);
  await shown(page);
  await command(page, 'application:toggle-left-area');
  await idle(page);
  return page;
}

export async function shown(page) {
  await page.locator('.jp-Notebook .jp-CodeCell').first().waitFor();
  await page.waitForFunction(() => !document.querySelector('#jupyterlab-splash'));
}

export function idle(page) {
  return page.waitForFunction(
    () => globalThis.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'
  );
}

/** Waits until every code cell has run. */
export function allRun(page) {
  return page.waitForFunction(() => {
    const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.textContent);
    return prompts.length > 0 && prompts.every(prompt => /\d/.test(prompt));
  });
}

export function fitCell(page) {
  return page.locator('.jp-CodeCell', { hasText: 'validation_split' }).first();
}

/** Waits until the fit has come some way and is not done. */
export async function underway(fit) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const progress = (await fit.innerText()).match(/epoch ([\d,]+) of/);
    if (progress && Number(progress[1].replaceAll(',', '')) >= 50) return;
    await fit.page().waitForTimeout(50);
  }
  throw new Error('the fit was over before it could be looked at');
}
