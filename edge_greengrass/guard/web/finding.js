// While a camera is added: who answers in the camera network, and what one of them streams.
import { say } from "/words.js";

function choice(text, pick) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", pick);
  item.append(button);
  return item;
}

/** The host that stands in the address, whether it is a whole address or the host alone. */
const hostOf = (text) => text.trim().replace(/^rtsp:\/\//i, "").split(/[/:?]/)[0];

const inWords = ({ name, encoding, width, height, fps }) =>
  say("find.stream", { name, encoding: encoding.replace(/^H26/, "H.26"), width, height, fps });

const isRight = ({ encoding, fps, gop }) => encoding.toUpperCase() === "H264" && (!gop || !fps || gop <= fps);

export function setUpFinding(form, ask, attempt) {
  const list = form.querySelector(".found");
  const { address, user, password } = form.elements;

  const busy = (work) =>
    attempt(async () => {
      list.replaceChildren();
      form.setAttribute("aria-busy", "true");
      try {
        await work();
      } finally {
        form.removeAttribute("aria-busy");
      }
    });

  const streams = (token) =>
    busy(async () => {
      const facts = { host: hostOf(address.value), user: user.value, password: password.value };
      const found = (await ask("POST", "/api/streams", token ? { ...facts, token } : facts)).streams;
      for (const one of found) {
        list.append(choice(inWords(one), () => (address.value = one.address)));
        if (!isRight(one)) list.append(choice(say("find.set", { name: one.name }), () => streams(one.token)));
      }
      if (!found.length) throw new Error(say("find.no_streams"));
    });

  form.querySelector(".ask").addEventListener("click", () => streams());
  form.querySelector(".find").addEventListener("click", () =>
    busy(async () => {
      const { found } = await ask("POST", "/api/find", {});
      if (!found.length) throw new Error(say("find.none"));
      for (const one of found) {
        list.append(choice([one.name, one.host].filter(Boolean).join(" · "), () => (address.value = one.host)));
      }
    }),
  );
}
