// Starts the application: loads its script and its wasm, each only if it is exactly the file that this page names
// (subresource integrity), and only if the same holds for the style; says in plain words what to do when that does not
// work. Its own digest stands in the page, too: should this file not be run, the page itself says so after a while.

const boot = document.getElementById("boot");

function address(kind) {
  const url = document.querySelector('meta[name="app-entry"]').dataset[kind];
  // trunk writes the digest of each file into the page's preload links.
  const link = [...document.querySelectorAll("link[integrity]")].find((link) => link.getAttribute("href") === url);
  if (!link) throw new Error(`no digest for ${url}`);
  return { url, integrity: link.integrity };
}

// `import()` takes no digest, a script element does; the module then comes from the document's module map.
async function load({ url, integrity }) {
  await new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { type: "module", src: url, integrity });
    script.onload = resolve;
    script.onerror = () => reject(new Error(`cannot load ${url}`));
    document.head.append(script);
  });
  return import(url);
}

// A style that is not the one that the page names is refused by the browser without a word. The application does not
// start then: what one of its files is changed by may have changed others.
async function style() {
  const missing = () => [...document.querySelectorAll('link[rel="stylesheet"]')].find((link) => !link.sheet);
  if (missing() && document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  const link = missing();
  if (link) throw new Error(`cannot load ${link.getAttribute("href")}`);
}

function paragraph(text, language) {
  const element = document.createElement("p");
  element.textContent = text;
  element.lang = language;
  return element;
}

function explain(german, english) {
  const again = document.createElement("button");
  again.type = "button";
  again.className = "btn btn-primary";
  again.textContent = "Neu laden · Reload";
  again.addEventListener("click", () => location.reload());
  const box = document.createElement("div");
  box.className = "boot-words";
  box.role = "alert";
  box.append(paragraph(german, "de"), paragraph(english, "en"), again);
  boot.querySelector(".boot-late")?.remove();
  boot.querySelector(".boot-text")?.replaceWith(box);
}

async function start() {
  // Scripts run in the order of the page: the one for threads has said where it lies, or it is not the one that is named.
  if (!globalThis.wimesThread) throw new Error("cannot load the script for threads");
  const wasm = address("wasm");
  const code = fetch(wasm.url, { integrity: wasm.integrity });
  // The script is awaited first; should the wasm fail meanwhile, that is reported below and not on its own.
  code.catch(() => {});
  const { default: init } = await load(address("js"));
  await style();
  await init({ module_or_path: code });
  boot.remove();
}

if (typeof WebAssembly !== "object" || typeof crypto?.subtle !== "object") {
  explain(
    "Dieser Browser kann die Anwendung nicht ausführen, weil ihm die nötige Verschlüsselung fehlt. Bitte nehmen Sie eine aktuelle Version von Firefox, Chrome, Edge oder Safari und rufen Sie die Seite über https auf. An Ihren Daten hat sich nichts geändert.",
    "This browser cannot run the application because it lacks the encryption that is needed. Please use a current version of Firefox, Chrome, Edge or Safari and open the page over https. Nothing has happened to your data.",
  );
} else {
  start().catch((error) => {
    console.error(error);
    explain(
      "Die Anwendung konnte nicht vollständig geladen werden. Bitte prüfen Sie die Verbindung und laden Sie die Seite neu. Hilft das nicht, geben Sie Ihrer Verwaltung Bescheid: dann kommt eine Datei vielleicht nicht so an, wie sie soll. An Ihren Daten hat sich nichts geändert.",
      "The application could not be loaded completely. Please check your connection and reload the page. If that does not help, tell your administrator: a file may not be arriving the way it should. Nothing has happened to your data.",
    );
  });
}
