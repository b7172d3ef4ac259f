# SPDX-License-Identifier: Apache-2.0
"""Chromium lays out the governance packs, wide and narrow, light and dark. Nothing may be wider than its window or its
own box, no text may leave the box it is drawn in, no script of a text may run, and the picture of the page must show
something. Ends with 77 where there is no Chromium."""
import html
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = (1280, 400)
POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'

# Runs in a copy of the page without its policy, which would forbid it. A frame of the wanted width, because headless
# windows are never narrower than 500 pixels.
MEASURE = """
<script>
window.addEventListener('load', () => {
  const wide = document.documentElement.clientWidth;
  const over = [];
  const scrolls = e => e.closest('.scroll') !== null;
  for (const e of document.body.querySelectorAll('*')) {
    const r = e.getBoundingClientRect();
    if (r.width === 0) continue;
    if (!scrolls(e) || e.classList.contains('scroll')) {
      if (r.right > wide + 1 || r.left < -1) over.push(e.tagName + ' ' + e.textContent.slice(0, 40));
    }
  }
  for (const t of document.querySelectorAll('svg text')) {
    const box = t.getBBox();
    let rect = null;
    for (let e = t.previousElementSibling; e && !rect; e = e.previousElementSibling) if (e.tagName === 'rect') rect = e;
    const b = rect.getBBox();
    if (box.x < b.x || box.x + box.width > b.x + b.width || box.y < b.y || box.y + box.height > b.y + b.height)
      over.push('text in its box: ' + t.textContent);
  }
  for (const c of document.querySelectorAll('td, th')) {
    if (c.scrollWidth > c.clientWidth + 1) over.push('cell: ' + c.textContent.slice(0, 40));
  }
  const found = {
    wide, page: document.documentElement.scrollWidth, over: over.slice(0, 10), title: document.title,
    shown: document.body.innerText.length, text: document.body.innerText.slice(0, 200),
    headings: document.querySelectorAll('h2').length, pictures: document.querySelectorAll('svg').length,
    tables: document.querySelectorAll('table').length, scripts: document.scripts.length,
    back: getComputedStyle(document.body).backgroundColor, ink: getComputedStyle(document.body).color,
    loads: performance.getEntriesByType('resource').length };
  parent.postMessage(JSON.stringify(found), '*');
});
</script>
"""
FRAME = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<script>window.addEventListener('message', m => { const p = document.createElement('pre'); p.id = 'found';
p.textContent = m.data; document.body.append(p); });</script>
<iframe src="%s" style="width:%dpx;height:2000px;border:0"></iframe></body>
"""

wrong = []


def say(problem):
    wrong.append(problem)
    print("wrong: " + problem, flush=True)


def browser(program, folder, *arguments):
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
               "--user-data-dir=" + os.path.join(folder, "profile"), *arguments]
    ran = subprocess.run(command, capture_output=True, timeout=120, check=False)
    return ran.stdout.decode("utf-8", "replace")


def colours(file):
    """The different colours of a PNG's pixels, and their number of rows; enough of PNG for what Chromium writes."""
    with open(file, "rb") as opened:
        data = opened.read()
    at, packed, width, height, channels = 8, b"", 0, 0, 4
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[at + 8:at + 18])
            channels = {2: 3, 6: 4}[colour]
            assert depth == 8
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += size + 12
    raw = zlib.decompress(packed)
    stride = width * channels
    before = bytearray(stride)
    seen = set()
    for y in range(height):
        kind = raw[y * (stride + 1)]
        row = bytearray(raw[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = row[x - channels] if x >= channels else 0
            up = before[x]
            corner = before[x - channels] if x >= channels else 0
            if kind == 1:
                row[x] = (row[x] + left) & 255
            elif kind == 2:
                row[x] = (row[x] + up) & 255
            elif kind == 3:
                row[x] = (row[x] + (left + up) // 2) & 255
            elif kind == 4:
                guess = left + up - corner
                near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
                row[x] = (row[x] + near[2]) & 255
        for x in range(0, stride, channels * 7):
            seen.add(bytes(row[x:x + 3]))
        before = row
    return len(seen), width, height


def measured(program, folder, page, width, dark):
    with open(os.path.join(folder, page + ".html"), encoding="utf-8") as opened:
        text = opened.read()
    if POLICY not in text:
        say(page + ": lacks its policy")
    copy = os.path.join(folder, "measured.html")
    with open(copy, "w", encoding="utf-8") as opened:
        opened.write(text.replace(POLICY, "").replace("</body>", MEASURE + "</body>"))
    frame = os.path.join(folder, "frame.html")
    with open(frame, "w", encoding="utf-8") as opened:
        opened.write(FRAME % ("measured.html", width))
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    dom = browser(program, folder, "--window-size=1400,2100", "--virtual-time-budget=5000", "--dump-dom", *scheme,
                  "file://" + frame)
    start = dom.find('<pre id="found">')
    if start < 0:
        say("%s at %d: was not measured:\n%s" % (page, width, dom[:500]))
        return None
    return json.loads(html.unescape(dom[start + len('<pre id="found">'):dom.find("</pre>", start)]))


def judge(program, folder, page, width, dark):
    found = measured(program, folder, page, width, dark)
    if found is None:
        return
    where = "%s at %d%s" % (page, width, ", dark" if dark else "")
    if found["wide"] != width or found["page"] > found["wide"]:
        say("%s: the page is %d wide in a window of %d" % (where, found["page"], found["wide"]))
    for one in found["over"]:
        say("%s: reaches out: %s" % (where, one))
    if "pwned" == found["title"] or found["scripts"] != 1 or found["loads"] != 0:
        say("%s: a text became more than a text: %s" % (where, found))
    if found["shown"] < 1500 or found["headings"] != 11 or found["pictures"] < 1 or found["tables"] < 8:
        say("%s: little is shown: %s" % (where, found))
    if page == "example" and "Won deal to project" not in found["text"]:
        say("%s: the title is not there: %s" % (where, found["text"]))
    light = sum(int(n) for n in found["back"][4:-1].split(","))
    if (light < 384) != dark:
        say("%s: the background is %s" % (where, found["back"]))
    print("%s: %d letters, %d tables, %d pictures, %d of %d pixels wide" % (
        where, found["shown"], found["tables"], found["pictures"], found["page"], found["wide"]), flush=True)


def picture(program, folder, page, width):
    shot = os.path.join(folder, "%s-%d.png" % (page, width))
    browser(program, folder, "--window-size=%d,900" % width, "--screenshot=" + shot,
            "file://" + os.path.join(folder, page + ".html"))
    if not os.path.exists(shot):
        say("%s at %d: no picture" % (page, width))
        return
    seen, wide, high = colours(shot)
    if seen < 20:
        say("%s at %d: the picture has %d colours" % (page, width, seen))
    print("%s at %d: a picture of %d x %d with %d colours and more" % (page, width, wide, high, seen), flush=True)


def main():
    program = next((p for p in map(shutil.which, NAMES) if p), None)
    if program is None:
        print("skipped: no Chromium on this machine (looked for %s)" % ", ".join(NAMES))
        return 77
    keep = os.environ.get("SYNCLINE_KEEP_PAGES")
    folder = keep or tempfile.mkdtemp(prefix="syncline-pages-")
    os.makedirs(folder, exist_ok=True)
    try:
        subprocess.run([sys.argv[1], folder], check=True, timeout=60)
        for page in ("example", "hostile"):
            for width in WIDTHS:
                judge(program, folder, page, width, False)
                picture(program, folder, page, width)
        judge(program, folder, "example", WIDTHS[0], True)
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


sys.exit(main())
