"""What inference runs on here: asks the driver first, so that nothing red reaches the log."""

import ctypes
import os

FORCE_VARIABLE = "KERNELSCOPE_DEVICE"


def gpu_available() -> tuple[bool, str]:
    """(usable, reason in words): whether an NVIDIA GPU and a CUDA build are both here.

    ONNX Runtime lists CUDA as available wherever the GPU build is installed, and prints errors
    when it is asked for without a driver; so the driver is asked directly, without ONNX Runtime
    loading anything. ``KERNELSCOPE_DEVICE=cpu`` keeps everything on the CPU.
    """
    if os.environ.get(FORCE_VARIABLE) == "cpu":
        return False, f"{FORCE_VARIABLE}=cpu is set"
    import onnxruntime

    if "CUDAExecutionProvider" not in onnxruntime.get_available_providers():
        return False, "the CPU build of ONNX Runtime is installed"
    try:
        driver = ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
    except OSError:
        return False, "no NVIDIA driver"
    count = ctypes.c_int()
    ready = driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0
    if not ready or count.value == 0:
        return False, "the NVIDIA driver reports no GPU"
    return True, f"{count.value} NVIDIA GPU" + ("s" if count.value > 1 else "")


def describe_device() -> str:
    """One line for a badge: GPU or CPU, and why.

    >>> describe_device().startswith(("CPU", "GPU"))
    True
    """
    usable, reason = gpu_available()
    return f"GPU ({reason})" if usable else f"CPU ({reason})"
