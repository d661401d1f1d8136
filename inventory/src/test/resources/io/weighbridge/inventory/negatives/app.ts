import { pipeline } from "./own";
const type = "application/json";
const when = "and/or";
const icon = { model: "assets/icon.svg", href: "https://huggingface.co/docs/hub" };
