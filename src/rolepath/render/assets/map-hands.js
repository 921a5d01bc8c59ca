"use strict";
// How a map is moved: by mouse, fingers, wheel and keys.
(function () {
  const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const STEADY = 5; // px that a finger may move and still only press

  // moves: {pan(across, down), zoomAt(factor, x, y), whole(), stop(), rest()}; under(x, y) → thing or null; all in px of the canvas
  globalThis.graphPage.mapHands = function ({ canvas, moves, under, onPick, onPoint }) {
    const { pan, zoomAt } = moves;
    const inside = (event) => {
      const area = canvas.getBoundingClientRect();
      return [event.clientX - area.left, event.clientY - area.top];
    };
    const fingers = new Map();
    let dragged = false, pointed = null, hovering = 0;
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button > 0) return;
      canvas.setPointerCapture(event.pointerId);
      moves.stop();
      if (!fingers.size) dragged = false;
      fingers.set(event.pointerId, [...inside(event), ...inside(event)]);
    });
    canvas.addEventListener("pointermove", (event) => {
      const [x, y] = inside(event);
      const finger = fingers.get(event.pointerId);
      if (!finger) {
        if (event.pointerType === "touch" || hovering) return;
        hovering = requestAnimationFrame(() => {
          hovering = 0;
          const i = under(x, y);
          canvas.style.cursor = i === null ? "grab" : "pointer";
          if (i !== pointed) onPoint((pointed = i));
        });
        return;
      }
      const [lastX, lastY, startX, startY] = finger;
      if (!dragged && Math.hypot(x - startX, y - startY) < STEADY) return;
      dragged = true;
      canvas.style.cursor = "grabbing";
      if (fingers.size === 2) {
        const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
        const middle = [(x + other[0]) / 2, (y + other[1]) / 2];
        const [before, after] = [Math.hypot(lastX - other[0], lastY - other[1]), Math.hypot(x - other[0], y - other[1])];
        pan((x - lastX) / 2, (y - lastY) / 2);
        if (before > 1) zoomAt(after / before, ...middle);
      } else pan(x - lastX, y - lastY);
      fingers.set(event.pointerId, [x, y, startX, startY]);
    });
    function lift(event) {
      if (!fingers.delete(event.pointerId)) return;
      canvas.style.cursor = "grab";
      if (event.type === "pointerup" && !dragged && !fingers.size) onPick(under(...inside(event)));
      else moves.rest();
    }
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("pointerleave", () => { if (pointed !== null) onPoint((pointed = null)); });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      moves.stop();
      const lines = event.deltaMode === 1 ? 18 : 1;
      zoomAt(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), ...inside(event));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const far = event.shiftKey ? 240 : 60;
      if (ARROWS[event.key]) pan(ARROWS[event.key][0] * far, ARROWS[event.key][1] * far);
      else if (event.key === "+" || event.key === "=") zoomAt(1.25, canvas.clientWidth / 2, canvas.clientHeight / 2);
      else if (event.key === "-" || event.key === "_") zoomAt(0.8, canvas.clientWidth / 2, canvas.clientHeight / 2);
      else if (event.key === "0" || event.key === "Home") moves.whole();
      else return;
      event.preventDefault();
    });

  };
})();
