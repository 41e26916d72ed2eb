package dev.kiln.magics.drawing.card;

import java.util.regex.Pattern;

/// The button of a live card. It asks the Jupyter server to interrupt the kernel, as the toolbar's
/// stop does; where the page is not Jupyter's own, or the server refuses, it says to use that one.
///
/// @param kernelId the kernel's id at the server
public record StopButton(String kernelId) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private static final String SCRIPT =
            """
            (function(b){\
            var c=document.getElementById('jupyter-config-data'),\
            x=/(?:^|; *)_xsrf=([^;]*)/.exec(document.cookie),\
            f=function(){b.textContent='press the toolbar\\u2019s stop'};\
            if(!c)return f();\
            b.textContent='stopping after this step';\
            fetch(JSON.parse(c.textContent).baseUrl+'api/kernels/%s/interrupt',\
            {method:'POST',headers:{'X-XSRFToken':x?decodeURIComponent(x[1]):''}})\
            .then(function(r){if(!r.ok)f()},f)\
            })(this)""";

    /// @throws IllegalArgumentException where the id has other characters than letters, digits and `-`
    public StopButton {
        if (!ID.matcher(kernelId).matches()) {
            throw new IllegalArgumentException("not the id of a kernel: " + kernelId);
        }
    }

    String html() {
        return "<button onclick=\"" + SCRIPT.formatted(kernelId) + "\">Stop</button>";
    }
}
