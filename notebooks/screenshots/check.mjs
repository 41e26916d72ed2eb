// What a person sees of a fit in JupyterLab, checked in headless Chromium.
//
//   node check.mjs REPORT        writes a JUnit report; pictures go to ../target/screenshots
//
// lab.mjs says what has to be there; check.sh brings it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { allRun, command, file, firstNotebook, fitCell, idle, open, shown, patience, startBrowser, startLab, themes, workplace } from './lab.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const pictures = path.join(here, '../target/screenshots');
const results = [];

async function check(name, look) {
  const began = Date.now();
  try {
    await look();
    results.push({ name, seconds: (Date.now() - began) / 1000 });
    console.log(`passed  ${name}`);
  } catch (error) {
    results.push({ name, seconds: (Date.now() - began) / 1000, problem: error.stack });
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

const output = fit => fit.locator('.jp-OutputArea').first();
const charts = fit => fit.locator('.jp-OutputArea-output img');

/** Whether every chart was painted by the browser. */
async function chartsAreShown(fit) {
  const widths = await charts(fit).evaluateAll(images => images.map(image => image.naturalWidth));
  assert.ok(widths.length > 0 && widths.every(width => width > 0), `widths of the charts: ${widths}`);
}

/** Red, green and blue of a chart's corner, as it is on the screen. */
async function plate(page, fit) {
  const shot = (await charts(fit).first().screenshot()).toString('base64');
  return page.evaluate(async data => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return [...pen.getImageData(2, 2, 1, 1).data].slice(0, 3);
  }, shot);
}

/** Heights of the live output until it has shown so many different frames. */
async function heightsOver(fit, frames) {
  const heights = new Set();
  const texts = new Set();
  const end = Date.now() + patience;
  while (texts.size < frames) {
    assert.ok(Date.now() < end, `only ${texts.size} frames were seen`);
    heights.add(Math.round((await output(fit).boundingBox()).height));
    texts.add((await output(fit).innerText()).split('\n').slice(0, 2).join(' '));
    await fit.page().waitForTimeout(100);
  }
  return [...heights];
}

async function saved(page, folder) {
  await command(page, 'docmanager:save');
  await page.waitForFunction(() => !globalThis.jupyterapp.shell.currentWidget.context.model.dirty);
  return fs.readFileSync(path.join(folder, file), 'utf8');
}

async function inTheme(browser, name, theme) {
  const folder = workplace(theme);
  fs.writeFileSync(path.join(folder, file), firstNotebook('epochs=200000'));
  const lab = await startLab(folder);
  let executed = '';
  try {
    const page = await open(browser, lab.address);
    const fit = fitCell(page);
    await command(page, 'notebook:run-all-cells');
    await check(`a fit is updated live without a change of height (${name})`, async () => {
      await fit.locator('button', { hasText: 'Stop' }).waitFor();
      const heights = await heightsOver(fit, 4);
      assert.equal(heights.length, 1, `heights ${heights}`);
      await fit.evaluate(element => element.scrollIntoView({ block: 'start' }));
      await page.screenshot({ path: path.join(pictures, `live-${name}.png`) });
    });
    await check(`the stop button stops the fit, and the cells below run (${name})`, async () => {
      await fit.locator('button', { hasText: 'Stop' }).click();
      await page.waitForFunction(() => document.body.innerText.includes('stopped by you at epoch'));
      await allRun(page);
      await idle(page);
      assert.equal(await page.locator('.jp-OutputArea-output[data-mime-type*="stderr"], .jp-RenderedText[data-mime-type*="error"]').count(), 0);
      assert.equal(await fit.locator('button', { hasText: 'Stop' }).count(), 0, 'the button is still there');
    });
    await check(`charts have the plate of the theme (${name})`, async () => {
      await fit.scrollIntoViewIfNeeded();
      const color = await plate(page, fit);
      assert.ok(name === 'dark' ? color.every(part => part < 60) : color.every(part => part > 220), `${color}`);
    });
    await check(`a reload keeps the finished card (${name})`, async () => {
      executed = await saved(page, folder);
      await page.reload();
      await shown(page);
      await page.waitForFunction(() => document.body.innerText.includes('stopped by you at epoch'));
      await chartsAreShown(fitCell(page));
      assert.equal(await fitCell(page).locator('progress').count(), 0);
      await fitCell(page).evaluate(element => element.scrollIntoView({ block: 'start' }));
      await page.screenshot({ path: path.join(pictures, `reloaded-${name}.png`) });
    });
    await page.close();
  } finally {
    lab.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return executed;
}

/** The notebook of somebody else: this JupyterLab did not run it, so it does not trust it. */
async function untrusted(browser, executed) {
  const folder = workplace(themes.light);
  fs.writeFileSync(path.join(folder, file), executed);
  const lab = await startLab(folder, { JUPYTER_DATA_DIR: path.join(folder, 'data') });
  try {
    const page = await browser.newPage({ viewport: { width: 1180, height: 860 } });
    page.setDefaultTimeout(60_000);
    await page.goto(lab.address);
    await shown(page);
    await check('an untrusted view shows the card, its charts and no button', async () => {
      // Cells without pictures and tables count as trusted, whoever wrote them.
      const isTrusted = await page.evaluate(() => [...globalThis.jupyterapp.shell.currentWidget.model.cells].some(cell => cell.sharedModel.getSource().includes('validation_split') && cell.trusted));
      assert.equal(isTrusted, false, 'the notebook is trusted');
      assert.match(await output(fitCell(page)).innerText(), /stopped by you at epoch/);
      await chartsAreShown(fitCell(page));
      assert.equal(await fitCell(page).locator('.jp-OutputArea button').count(), 0);
      await fitCell(page).evaluate(element => element.scrollIntoView({ block: 'start' }));
      await page.screenshot({ path: path.join(pictures, 'untrusted.png') });
    });
    await page.close();
  } finally {
    lab.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function escaped(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/[^\x09\x0a\x0d\x20-\uffff]/g, '');
}

function report() {
  const cases = results.map(({ name, seconds, problem }) => {
    const failure = problem ? `<failure>${escaped(problem)}</failure>` : '';
    return `<testcase classname="browser" name="${escaped(name)}" time="${seconds}">${failure}</testcase>`;
  });
  const failures = results.filter(result => result.problem).length;
  return `<testsuite name="browser" tests="${results.length}" failures="${failures}" errors="0" skipped="0">\n${cases.join('\n')}\n</testsuite>\n`;
}

fs.mkdirSync(pictures, { recursive: true });
const browser = await startBrowser();
try {
  const executed = {};
  for (const [name, theme] of Object.entries(themes)) {
    executed[name] = await inTheme(browser, name, theme);
  }
  await untrusted(browser, executed.light);
} catch (error) {
  results.push({ name: 'the browser test came to its end', seconds: 0, problem: error.stack });
  console.log(error.stack);
} finally {
  await browser.close();
}
fs.mkdirSync(path.dirname(process.argv[2]), { recursive: true });
fs.writeFileSync(process.argv[2], report());
process.exit(results.some(result => result.problem) ? 1 : 0);
