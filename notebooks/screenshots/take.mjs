// Opens the first notebook in JupyterLab in headless Chromium, trains, and takes pictures during and after %fit.
//
//   node take.mjs [FOLDER]        pictures go to FOLDER, else ../target/screenshots
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
const pictures = path.resolve(process.argv[2] ?? path.join(here, '../target/screenshots'));
const python = process.env.KILN_PYTHON ?? 'python3';
const themes = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };
const patience = 180_000;

/** A folder with the notebook in it, the fit as long as asked for, and JupyterLab's settings for a theme. */
function workplace(theme, fit) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiln-pictures-'));
  const notebook = JSON.parse(fs.readFileSync(path.join(here, '../01-first-fit.ipynb'), 'utf8'));
  for (const cell of notebook.cells) {
    cell.source = [cell.source].flat().map(line => line.replace(/epochs=\d+/, fit));
  }
  fs.writeFileSync(path.join(folder, 'first-fit.ipynb'), JSON.stringify(notebook));
  const settings = path.join(folder, 'settings/@jupyterlab/apputils-extension');
  fs.mkdirSync(settings, { recursive: true });
  fs.writeFileSync(path.join(settings, 'themes.jupyterlab-settings'), JSON.stringify({ theme }));
  fs.writeFileSync(
    path.join(settings, 'notification.jupyterlab-settings'),
    JSON.stringify({ checkForUpdates: false, fetchNews: 'false' })
  );
  return folder;
}

/** Starts JupyterLab in a folder; resolves to its address and a function that ends it. */
async function startLab(folder) {
  const token = randomBytes(16).toString('hex');
  const root = process.getuid?.() === 0 ? ['--allow-root'] : [];
  const lab = spawn(
    python,
    ['-m', 'jupyterlab', '--no-browser', '--ip=127.0.0.1', '--port=0', '--expose-app-in-browser',
      `--IdentityProvider.token=${token}`, `--LabApp.user_settings_dir=${folder}/settings`,
      `--LabApp.workspaces_dir=${folder}/workspaces`, `--notebook-dir=${folder}`, ...root],
    { stdio: ['ignore', 'ignore', 'pipe'] }
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
  return { address: `${address}lab/tree/first-fit.ipynb?token=${token}`, stop: () => lab.kill() };
}

/** Starts a command of JupyterLab; some end only with the cells that they run. */
async function command(page, name) {
  await page.evaluate(id => void globalThis.jupyterapp.commands.execute(id), name);
}

async function picture(page, cell, name) {
  await cell.evaluate(element => element.scrollIntoView({ block: 'start' }));
  await page.waitForTimeout(700); // the scrolling is smooth
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  console.log(path.join(pictures, `${name}.png`));
}

/** Runs all cells of the notebook in a theme; `look` gets the page and the cell that fits, and takes the pictures. */
async function visit(browser, theme, fit, look) {
  const folder = workplace(theme, fit);
  const lab = await startLab(folder);
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 860 } });
    page.setDefaultTimeout(patience);
    await page.goto(lab.address);
    await page.locator('.jp-Notebook .jp-CodeCell').first().waitFor();
    await page.waitForFunction(() => !document.querySelector('#jupyterlab-splash'));
    await command(page, 'application:toggle-left-area');
    await page.waitForFunction(() => globalThis.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle');
    await command(page, 'notebook:run-all-cells');
    await look(page, page.locator('.jp-CodeCell', { hasText: fit }).first());
    await page.close();
  } finally {
    lab.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits until the fit has come some way and is not done. */
async function underway(fit) {
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const shown = (await fit.innerText()).match(/(\d+)\s%/);
    if (shown && Number(shown[1]) >= 8) return;
    await fit.page().waitForTimeout(50);
  }
  throw new Error('the fit was over before a picture could be taken');
}

async function photograph(browser, name, theme) {
  await visit(browser, theme, 'epochs=30000', async (page, fit) => {
    await fit.locator('.jp-OutputArea-output img').first().waitFor();
    await underway(fit);
    await picture(page, fit, `fit-during-${name}`);
    await command(page, 'kernelmenu:interrupt');
    await page.waitForFunction(() => globalThis.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle');
    await picture(page, fit, `fit-stopped-${name}`);
  });
  await visit(browser, theme, 'epochs=50', async (page, fit) => {
    await page.waitForFunction(() => {
      const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.textContent);
      return prompts.length > 0 && prompts.every(prompt => /\d/.test(prompt));
    });
    await picture(page, fit, `fit-after-${name}`);
    const cells = page.locator('.jp-CodeCell');
    for (let index = 0; index < (await cells.count()); index++) {
      await picture(page, cells.nth(index), `cell-${String(index + 1).padStart(2, '0')}-${name}`);
    }
  });
}

fs.mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  for (const [name, theme] of Object.entries(themes)) {
    await photograph(browser, name, theme);
  }
} finally {
  await browser.close();
}
