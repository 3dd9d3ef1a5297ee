"""What blurs the room behind somebody in a call: an extra that the operator adds.

HEARTHSIDE_BLUR  the folder of the npm package @mediapipe/selfie_segmentation, unpacked
"""

from collections.abc import Mapping
from pathlib import Path

FILES = (
    "selfie_segmentation.js",
    "selfie_segmentation.binarypb",
    "selfie_segmentation.tflite",
    "selfie_segmentation_solution_simd_wasm_bin.data",
    "selfie_segmentation_solution_simd_wasm_bin.js",
    "selfie_segmentation_solution_simd_wasm_bin.wasm",
    "selfie_segmentation_solution_wasm_bin.js",
    "selfie_segmentation_solution_wasm_bin.wasm",
)
FOLDER = "blur"


def blur_folders(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the package's folder as static files know folders, nothing without it; refuse one that lacks a file."""
    named = environment.get("HEARTHSIDE_BLUR", "").strip()
    if not named:
        return []
    missing = [file for file in FILES if not (Path(named) / file).is_file()]
    if missing:
        raise SystemExit(f"HEARTHSIDE_BLUR: {missing[0]} is not in {named} (docs/operator.md).")
    return [(FOLDER, str(Path(named).resolve()))]
