// Sets the look before anything is drawn, so that a dark page never flashes white.
"use strict";
{
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const look = localStorage.getItem("clausewise-look");
    if (look === "light" || look === "dark") root.dataset.theme = look;
  } catch {
    // a browser that keeps nothing follows its system
  }
}
