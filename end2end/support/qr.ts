// Reads a QR code as a telephone does: from its picture.
import { type Locator, expect } from "@playwright/test";
import jsQR from "jsqr";

/** Pixels per module: enough for any camera. */
const SCALE = 6;

/** What the QR code says. */
export async function readQr(code: Locator): Promise<string> {
  await expect(code).toBeVisible();
  const { pixels, size } = await code.evaluate(async (element, scale) => {
    const svg = element as unknown as SVGSVGElement;
    const side = svg.viewBox.baseVal.width * scale;
    const copy = svg.cloneNode(true) as SVGSVGElement;
    // The colours come from the stylesheet, which a picture of its own does not see.
    for (const shape of copy.querySelectorAll("rect, path")) {
      const drawn = svg.querySelector(shape.tagName);
      if (drawn) shape.setAttribute("fill", getComputedStyle(drawn).fill);
    }
    copy.setAttribute("width", String(side));
    copy.setAttribute("height", String(side));
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("this browser has no canvas");
    context.drawImage(picture, 0, 0);
    return { pixels: Array.from(context.getImageData(0, 0, side, side).data), size: side };
  }, SCALE);
  const read = jsQR(Uint8ClampedArray.from(pixels), size, size);
  if (!read) throw new Error("the QR code cannot be read");
  return read.data;
}
